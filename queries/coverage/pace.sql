-- purpose: Places with a periodic visit in the 12 months up to a day, against a quarter of the places.
-- grain: one row for each dimension and key that has a place in the mandate; the total has its row always.
-- parameters: by varchar[], as_of date, regions varchar[], ministries varchar[], institution_types varchar[], added varchar[], left_out varchar[]
-- columns: dimension varchar, key varchar, places bigint, needed_a_year double, places_visited bigint, pace double
with chosen as (
    from clock_on($as_of::date, $added::varchar[], $left_out::varchar[])
    where passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
)
select
    dimension,
    place_key(dimension, chosen) as key,
    count(institution_id) as places,
    places / 4 as needed_a_year,
    count(*) filter (last_periodic_on > months_after($as_of::date, -12)) as places_visited,
    places_visited / nullif(needed_a_year, 0) as pace
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or places > 0
order by dimension, key nulls last
