-- purpose: A visit to one place, with all that filters and groups need.
-- grain: one row for each visit and each place that it went to.
-- columns: visit_id varchar, institution_id varchar, started_on date, ended_on date, reported_on date, visit_type varchar, year varchar, month varchar, region varchar, region_2016 varchar, region_2018 varchar, ministry varchar, institution_type varchar, was_open boolean, was_in_mandate boolean
select
    visits.visit_id,
    visits.institution_id,
    visits.started_on,
    visits.ended_on,
    visits.reported_on,
    visits.visit_type,
    strftime(visits.started_on, '%Y') as year,
    strftime(visits.started_on, '%Y-%m') as month,
    places.region,
    places.region_2016,
    places.region_2018,
    places.ministry,
    places.institution_type,
    places.opened_on <= visits.started_on
        and (places.closed_on is null or places.closed_on > visits.started_on)
        as was_open,
    places.in_mandate_from <= visits.started_on
        and (places.in_mandate_until is null or places.in_mandate_until > visits.started_on)
        as was_in_mandate
from visits
join places using (institution_id)
order by visits.started_on, visits.row_number
