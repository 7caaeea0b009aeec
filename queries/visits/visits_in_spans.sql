-- purpose: Visits of several periods at once, each counted for itself; periods may overlap.
-- grain: one row for each period, group and key that has a visit.
-- parameters: groups varchar[], first_days date[], last_days date[], visit_types varchar[]
-- columns: from_on date, to_on date, dimension varchar, key varchar, visits bigint, places_visited bigint
with spans as (
    select unnest($first_days::date[]) as from_on, unnest($last_days::date[]) as to_on
)
select
    spans.from_on,
    spans.to_on,
    dimension,
    visit_key(dimension, chosen) as key,
    count(distinct visit_id) as visits,
    count(distinct institution_id) as places_visited
from spans
join place_visits as chosen on chosen.started_on between spans.from_on and spans.to_on
cross join (select unnest($groups::varchar[]) as dimension)
where passes(chosen.visit_type, $visit_types::varchar[])
group by all
order by spans.from_on, spans.to_on, dimension, key nulls last
