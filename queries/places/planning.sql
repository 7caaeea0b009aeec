-- purpose: Places whose periodic visit is past due or falls due within 12 months of a day.
-- grain: one row for each place of the stretch that is asked for; `matches` counts them all.
-- parameters: as_of date, regions varchar[], ministries varchar[], institution_types varchar[], region_order varchar[], most bigint, skipped bigint, language varchar
-- columns: institution_id varchar, name varchar, institution_type varchar, ministry varchar, region varchar, district varchar, is_past_due boolean, last_periodic_on date, due_on date, matches bigint
with chosen as (
    select
        * replace (name_in($language, name, name_kk) as name),
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
    is_past_due,
    last_periodic_on,
    due_on,
    count(*) over () as matches
from chosen
order by
    is_past_due desc,
    list_position($region_order::varchar[], region),
    due_on,
    order_in($language, name_order, name_order_kk)
limit $most::bigint
offset $skipped::bigint
