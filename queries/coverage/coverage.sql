-- purpose: Places visited on a day they were in the mandate, of the places in the mandate in the period.
-- grain: one row for each dimension and key that has a place in the mandate; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], added varchar[], left_out varchar[]
-- columns: dimension varchar, key varchar, places_in_mandate bigint, places_visited bigint, coverage double
with slices as (
    select 'whole' as slice, $from_on::date as from_on, $to_on::date as to_on
    union all
    select
        year::varchar,
        greatest(make_date(year, 1, 1), $from_on::date),
        least(make_date(year, 12, 31), $to_on::date)
    from (
        -- Years that the register knows: from the law's first place to the data date.
        select unnest(range(
            greatest(year($from_on::date), (select min(year(in_mandate_from)) from places)),
            least(year($to_on::date), (select year(data_date) from meta)) + 1
        ))::integer as year
    )
    where list_contains($by::varchar[], 'year')
),
in_mandate as (
    select slice, places.*
    from slices
    join places_of_mandate($added::varchar[], $left_out::varchar[]) as places
        on in_mandate_from <= to_on
        and (in_mandate_until is null
            or (in_mandate_until > from_on and in_mandate_until > in_mandate_from))
    where passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
),
visited as (
    select distinct slice, institution_id
    from visits_in_mandate($added::varchar[], $left_out::varchar[])
    join slices on started_on between from_on and to_on
    where passes(visit_type, $visit_types::varchar[])
),
chosen as (
    select in_mandate.*, visited.institution_id is not null as was_visited
    from in_mandate
    left join visited using (slice, institution_id)
)
select
    dimension,
    case dimension when 'year' then slice else place_key(dimension, chosen) end as key,
    count(institution_id) as places_in_mandate,
    count(*) filter (was_visited) as places_visited,
    places_visited / nullif(places_in_mandate, 0) as coverage
from (select unnest($by::varchar[]) as dimension)
left join chosen on (dimension = 'year') = (slice <> 'whole')
group by all
having dimension = 'total' or places_in_mandate > 0
order by dimension, key nulls last
