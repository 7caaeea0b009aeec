-- purpose: All that became of one recommendation: what was said, answered, claimed and seen, and later visits.
-- grain: one row for each event up to a day, in the order of days; on one day visits, statements, then follow-up, each in the order of the file. `standing` and `is_verified` are the status at the end of the event's day.
-- parameters: chain_id varchar, as_of date, language varchar
-- columns: happened_on date, kind varchar, recommendation_id varchar, status varchar, judge varchar, text varchar, ministry varchar, addressee_level varchar, institution_id varchar, place varchar, visit_id varchar, visit_type varchar, visit_on date, standing varchar, is_verified boolean
with said as (
    select recommendations.*
    from statements
    join recommendations using (recommendation_id)
    where statements.chain_id = $chain_id and statements.issued_on <= $as_of::date
),
spoken_of as (
    select institution_id, min(issued_on) as first_on
    from said
    where institution_id is not null
    group by institution_id
),
happened as (
    -- A place is of interest once something was recommended there.
    select
        visits.started_on as happened_on,
        1 as sheet,
        visits.row_number,
        'visit' as kind,
        null as recommendation_id,
        null as status,
        null as judge,
        null as text,
        null as ministry,
        null as addressee_level,
        visits.institution_id,
        visits.visit_id
    from visits
    join spoken_of using (institution_id)
    where visits.started_on > first_on and visits.started_on <= $as_of::date
    union all
    select
        issued_on, 2, row_number, 'statement', recommendation_id, null, null, text, addressee,
        addressee_level, institution_id, visit_id
    from said
    union all
    select
        follow_up."on", 3, follow_up.row_number, follow_up.axis, recommendation_id,
        follow_up.status, follow_up.judge, follow_up.note, null, null, null, null
    from follow_up
    join said using (recommendation_id)
    where follow_up."on" <= $as_of::date
),
known_visits as (
    select
        visit_id,
        any_value(visit_type) as visit_type,
        any_value(started_on) as visit_on
    from visits
    where visit_id in (select visit_id from happened)
    group by visit_id
)
select
    happened_on,
    kind,
    recommendation_id,
    happened.status,
    judge,
    text,
    happened.ministry,
    addressee_level,
    institution_id,
    name_in($language, places.name, places.name_kk) as place,
    visit_id,
    visit_type,
    visit_on,
    status_spans.status as standing,
    status_spans.is_verified
from happened
left join places using (institution_id)
left join known_visits using (visit_id)
left join status_spans
    on chain_number = (select chain_number from chains where chain_id = $chain_id)
    and is_within(happened_on, from_on, until_on)
order by happened_on, sheet, happened.row_number, institution_id
