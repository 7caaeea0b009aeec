-- purpose: One place: what it is, its clock, its visits and what became of its recommendations.
-- grain: one row, none for a place that the register does not hold.
-- parameters: institution_id varchar, as_of date
-- columns: institution_id varchar, name varchar, institution_type varchar, ministry varchar, region varchar, district varchar, opened_on date, closed_on date, in_mandate_from date, in_mandate_until date, mandate_state varchar, clock_state varchar, due_on date, visits bigint, last_visit_on date, last_periodic_on date, recommendations bigint, repeated bigint, open_recommendations bigint, no_longer_applicable bigint, implemented bigint, considered bigint, rate double, low double, high double
with contacts as (
    select
        count(distinct visit_id) as visits,
        max(started_on) as last_visit_on,
        max(started_on) filter (visit_type = 'periodic') as last_periodic_on
    from place_visits
    where institution_id = $institution_id::varchar and started_on <= $as_of::date
),
readings as (
    select chain_id, issued_on, status, from_on, until_on
    from chains
    join status_spans using (chain_id)
    where institution_id = $institution_id::varchar
),
said as (
    select chain_id, count(*) as times
    from statements
    join recommendations using (recommendation_id)
    where recommendations.issued_on <= $as_of::date
        and chain_id in (select chain_id from readings)
    group by chain_id
),
standing as (
    select
        count(*) as recommendations,
        count(*) filter (times > 1) as repeated,
        count(*) filter (status not in ('implemented', 'no_longer_applicable'))
            as open_recommendations,
        count(*) filter (status = 'no_longer_applicable') as no_longer_applicable
    from readings
    join said using (chain_id)
    where is_within($as_of::date, from_on, until_on)
),
-- The default rate: each recommendation is read on the day when it is twelve months old.
cohort as (
    select count(*) filter (status = 'implemented') as implemented, count(*) as considered
    from readings
    where months_after(issued_on, 12) <= $as_of::date
        and is_within(months_after(issued_on, 12), from_on, until_on)
        and status <> 'no_longer_applicable'
)
select
    places.institution_id,
    places.name,
    places.institution_type,
    places.ministry,
    places.region,
    places.district,
    places.opened_on,
    places.closed_on,
    places.in_mandate_from,
    places.in_mandate_until,
    case when is_within($as_of::date, places.in_mandate_from, places.in_mandate_until)
             then 'in_mandate'
         when places.in_mandate_until <= $as_of::date then 'left'
         else 'not_yet' end as mandate_state,
    clock.clock_state,
    clock.due_on,
    contacts.*,
    standing.*,
    cohort.*,
    implemented / nullif(considered, 0) as rate,
    wilson_low(implemented, considered) as low,
    wilson_high(implemented, considered) as high
from places
left join clock_on($as_of::date) as clock using (institution_id)
cross join contacts
cross join standing
cross join cohort
where places.institution_id = $institution_id::varchar
