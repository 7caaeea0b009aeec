-- purpose: Places in the mandate at the end of each year, and on the data date, and why they became more or fewer.
-- grain: one row for each year and each day from which types are in the mandate, and one for all of them together (types_from null); where places were in the mandate by then.
-- parameters: regions varchar[], ministries varchar[]
-- columns: day date, types_from date, places bigint, types_entered bigint, opened bigint, types_left bigint, closed bigint
with years as (
    select
        make_date(year, 1, 1) as first_on,
        least(make_date(year, 12, 31), data_date) as day
    from meta, (
        select unnest(range(
            (select min(year(mandate_from)) from institution_types),
            (select year(data_date) from meta) + 1
        ))::integer as year
    )
),
-- Most places came on the same day and are there still: years are held against these few groups.
stays as (
    select
        mandate_from as types_from,
        in_mandate_from,
        in_mandate_until,
        in_mandate_from > opened_on as came_with_type,
        closed_on is distinct from in_mandate_until as went_with_type,
        count(*) as places
    from places
    join institution_types on institution_types.code = places.institution_type
    where (in_mandate_until is null or in_mandate_until > in_mandate_from)
        and passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
    group by all
),
counted as (
    select
        stays.*, day,
        is_within(day, in_mandate_from, in_mandate_until) as is_there,
        in_mandate_from >= first_on as came,
        coalesce(in_mandate_until between first_on and day, false) as went
    from years
    join stays on in_mandate_from <= day
)
select
    day,
    types_from,
    coalesce(sum(places) filter (is_there), 0)::bigint as places,
    coalesce(sum(places) filter (came and came_with_type), 0)::bigint as types_entered,
    coalesce(sum(places) filter (came and not came_with_type), 0)::bigint as opened,
    coalesce(sum(places) filter (went and went_with_type), 0)::bigint as types_left,
    coalesce(sum(places) filter (went and not went_with_type), 0)::bigint as closed
from counted
group by grouping sets ((day, types_from), (day))
order by day, types_from nulls first
