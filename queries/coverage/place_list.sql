-- purpose: The places that pass the filter and are in the mandate on a day, with their clock.
-- grain: one row for each place.
-- parameters: from_on date, to_on date, as_of date, regions varchar[], ministries varchar[], institution_types varchar[]
-- columns: institution_id varchar, name varchar, institution_type varchar, ministry varchar, region varchar, district varchar, clock_state varchar, last_periodic_on date, due_on date, last_visit_on date, visits bigint
with contacts as (
    select
        institution_id,
        max(started_on) as last_visit_on,
        count(distinct visit_id) filter (started_on between $from_on::date and $to_on::date) as visits
    from place_visits
    where started_on <= $as_of::date
    group by institution_id
)
select
    clock.institution_id,
    clock.name,
    clock.institution_type,
    clock.ministry,
    clock.region,
    clock.district,
    clock.clock_state,
    clock.last_periodic_on,
    clock.due_on,
    contacts.last_visit_on,
    coalesce(contacts.visits, 0) as visits
from clock_on($as_of::date) as clock
join institution_types on institution_types.code = clock.institution_type
left join contacts using (institution_id)
where passes(clock.region, $regions::varchar[])
    and passes(clock.ministry, $ministries::varchar[])
    and passes(clock.institution_type, $institution_types::varchar[])
order by institution_types.display_order, clock.name, clock.institution_id
