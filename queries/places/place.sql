-- purpose: One place: what it is, its clock, its visits and what became of its recommendations.
-- grain: one row, none for a place that the register does not hold.
-- parameters: institution_id varchar, as_of date, language varchar
-- columns: institution_id varchar, name varchar, institution_type varchar, ministry varchar, region varchar, district varchar, opened_on date, closed_on date, in_mandate_from date, in_mandate_until date, mandate_state varchar, clock_state varchar, due_on date, is_past_due boolean, visits bigint, last_visit_on date, last_periodic_on date, recommendations bigint, repeated bigint, done bigint, verified bigint, open_recommendations bigint, no_longer_applicable bigint
with contacts as (
    select
        count(distinct visit_id) as visits,
        max(started_on) as last_visit_on,
        max(started_on) filter (visit_type = 'periodic') as last_periodic_on
    from place_visits
    where institution_id = $institution_id::varchar and started_on <= $as_of::date
),
readings as (
    select chain_id, issued_on, status, is_verified, from_on, until_on
    from chains
    join status_spans using (chain_number, issued_on)
    where institution_id = $institution_id::varchar
),
said as (
    select chain_id, count(*) as times
    from statements
    where issued_on <= $as_of::date
        and chain_id in (select chain_id from readings)
    group by chain_id
),
standing as (
    select
        count(*) as recommendations,
        count(*) filter (times > 1) as repeated,
        count(*) filter (status = 'implemented') as done,
        count(*) filter (status = 'implemented' and is_verified) as verified,
        count(*) filter (status not in ('implemented', 'no_longer_applicable'))
            as open_recommendations,
        count(*) filter (status = 'no_longer_applicable') as no_longer_applicable
    from readings
    join said using (chain_id)
    where is_within($as_of::date, from_on, until_on)
)
select
    places.institution_id,
    name_in($language, places.name, places.name_kk) as name,
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
    clock.due_on < $as_of::date as is_past_due,
    contacts.*,
    standing.*
from places
left join clock_on($as_of::date) as clock using (institution_id)
cross join contacts
cross join standing
where places.institution_id = $institution_id::varchar
