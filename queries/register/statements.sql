-- purpose: The chain that each statement of a recommendation belongs to, named after its first one.
-- grain: one row for each recommendation row of the register.
-- columns: recommendation_id varchar, chain_id varchar, issued_on date, is_repeat boolean
with recursive members as (
    select recommendation_id, recommendation_id as chain_id
    from recommendations
    where repeats is null
    union all
    select repeating.recommendation_id, members.chain_id
    from recommendations as repeating
    join members on repeating.repeats = members.recommendation_id
)
select
    recommendation_id,
    chain_id,
    recommendations.issued_on,
    recommendations.repeats is not null as is_repeat
from members
join recommendations using (recommendation_id)
order by recommendations.issued_on, recommendations.row_number
