-- purpose: Places whose periodic visit is past due or falls due within 12 months of a day.
-- grain: one row for each place of the stretch that is asked for; `matches` counts them all.
-- parameters: as_of date, regions varchar[], ministries varchar[], institution_types varchar[], was_visited boolean, region_order varchar[], most bigint, skipped bigint
-- columns: institution_id varchar, name varchar, institution_type varchar, ministry varchar, region varchar, district varchar, was_visited boolean, is_past_due boolean, last_periodic_on date, due_on date, matches bigint
with chosen as (
    select *,
        clock_state <> 'never_visited' as was_visited,
        due_on < $as_of::date as is_past_due
    from clock_on($as_of::date)
    where due_on <= months_after($as_of::date, 12)
        and passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
)
select
    institution_id,
    name,
    institution_type,
    ministry,
    region,
    district,
    was_visited,
    is_past_due,
    last_periodic_on,
    due_on,
    count(*) over () as matches
from chosen
where $was_visited::boolean is null or was_visited = $was_visited::boolean
order by
    was_visited desc,
    -- Where nobody has been, what is past due comes first; else the oldest day of each region.
    case when not was_visited then not is_past_due end,
    list_position($region_order::varchar[], region),
    due_on,
    name,
    institution_id
limit $most::bigint
offset $skipped::bigint
