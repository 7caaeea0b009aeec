-- purpose: The status of recommendations as of one day by their status as of an earlier one.
-- grain: one row for each pair of statuses that a recommendation has; implemented is `verified` or `claimed`, and what was issued in between was `not_issued`.
-- parameters: before_on date, after_on date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: status_before varchar, status_after varchar, recommendations bigint
with said as (
    select
        chain_number,
        any_value(status) filter (is_within($before_on::date, from_on, until_on)) as status_before,
        any_value(status) filter (is_within($after_on::date, from_on, until_on)) as status_after
    from (
        select * replace (
            case when status <> 'implemented' then status
                 when is_verified then 'verified' else 'claimed' end as status
        )
        from status_spans
    )
    group by chain_number
)
select
    coalesce(status_before, 'not_issued') as status_before,
    status_after,
    count(*) as recommendations
from chosen_chains(
    '-infinity'::date, $after_on::date, $regions::varchar[], $ministries::varchar[],
    $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
)
join said using (chain_number)
group by all
order by all
