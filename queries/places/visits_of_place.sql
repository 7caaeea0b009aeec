-- purpose: The visits to one place up to a day, and what was recommended after each.
-- grain: one row for each visit, the latest first.
-- parameters: institution_id varchar, as_of date
-- columns: visit_id varchar, started_on date, ended_on date, reported_on date, visit_type varchar, was_in_mandate boolean, places bigint, recommendations bigint, repeats bigint
with sizes as (
    select visit_id, count(distinct institution_id) as places
    from place_visits
    group by visit_id
),
said as (
    select
        visit_id,
        count(*) filter (repeats is null) as recommendations,
        count(repeats) as repeats
    from recommendations
    where institution_id = $institution_id::varchar and issued_on <= $as_of::date
    group by visit_id
)
select
    visit.visit_id,
    visit.started_on,
    visit.ended_on,
    visit.reported_on,
    visit.visit_type,
    visit.was_in_mandate,
    sizes.places,
    coalesce(said.recommendations, 0) as recommendations,
    coalesce(said.repeats, 0) as repeats
from place_visits as visit
join sizes using (visit_id)
left join said using (visit_id)
where visit.institution_id = $institution_id::varchar and visit.started_on <= $as_of::date
order by visit.started_on desc, visit.visit_id
