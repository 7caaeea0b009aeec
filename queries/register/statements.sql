-- purpose: The chain that each statement of a recommendation belongs to, named after its first one.
-- grain: one row for each recommendation row of the register.
-- columns: recommendation_id varchar, chain_id varchar
with recursive members as (
    select recommendation_id, recommendation_id as chain_id
    from recommendations
    where repeats is null
    union all
    select repeating.recommendation_id, members.chain_id
    from recommendations as repeating
    join members on repeating.repeats = members.recommendation_id
)
select recommendation_id, chain_id from members
