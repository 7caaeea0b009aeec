-- purpose: Visits of the period to a place that was not in the mandate on their first day, and why.
-- grain: one row for each visit and each such place that it went to.
-- parameters: from_on date, to_on date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], language varchar
-- columns: visit_id varchar, started_on date, year varchar, visit_type varchar, institution_id varchar, name varchar, institution_type varchar, ministry varchar, region varchar, reason varchar, turned_on date
with outside as (
    from chosen_visits(
        $from_on::date, $to_on::date, $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[]
    )
    where not was_in_mandate
),
reasons as (
    -- One reason each, in the order in which the import warns of them.
    select
        outside.visit_id, outside.started_on, outside.year, outside.visit_type,
        outside.institution_id, name_in($language, places.name, places.name_kk) as name,
        outside.institution_type, outside.ministry,
        outside.region, places.opened_on, places.closed_on,
        institution_types.mandate_from, institution_types.mandate_to,
        case when outside.started_on < mandate_from then 'type_not_yet'
             when outside.started_on >= mandate_to then 'type_no_longer'
             when outside.started_on < opened_on then 'not_open'
             else 'closed' end as reason
    from outside
    join places using (institution_id)
    join institution_types on institution_types.code = outside.institution_type
)
select
    visit_id, started_on, year, visit_type, institution_id, name, institution_type, ministry,
    region, reason,
    case reason
        when 'type_not_yet' then mandate_from
        when 'type_no_longer' then mandate_to
        when 'not_open' then opened_on
        else closed_on end as turned_on
from reasons
order by started_on, visit_id, institution_id
