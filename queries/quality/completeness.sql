-- purpose: How many of the records that a figure rests on state what it needs.
-- grain: one row for each subject.
-- parameters: from_on date, to_on date, as_of date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: subject varchar, recorded bigint, total bigint
with visits as (
    select distinct visit_id, visit_type, reported_on
    from chosen_visits(
        $from_on::date, $to_on::date, $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[]
    )
),
issued as (
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    )
)
select 'visit_type' as subject,
    count(*) filter (visit_type <> 'unspecified') as recorded, count(*) as total
from visits
union all
select 'report_day', count(reported_on), count(*) from visits
union all
select 'place', count(institution_id), count(*) from issued
union all
select 'addressee_level', count(addressee_level), count(*) from issued
union all
select 'reply', count(*) filter (first_reply_on <= $as_of::date), count(*) from issued
union all
select 'answer', count(*) filter (first_answer_on <= $as_of::date), count(*) from issued
order by subject
