-- purpose: Visits whose first day is in the period and which went to a place passing the filter.
-- grain: one row for each dimension and key that has a visit; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[]
-- columns: dimension varchar, key varchar, visits bigint, places_visited bigint
with chosen as (
    select *
    from chosen_visits(
        $from_on::date, $to_on::date, $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[]
    )
)
select
    dimension,
    visit_key(dimension, chosen) as key,
    count(distinct visit_id) as visits,
    count(distinct institution_id) as places_visited
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or visits > 0
order by dimension, key nulls last
