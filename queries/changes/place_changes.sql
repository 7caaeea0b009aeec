-- purpose: What changed of places after one day and up to a later one, by kind of change.
-- grain: one row for each dimension and key that something changed under, each place a key of `record`; the total has its row always.
-- parameters: by varchar[], kind varchar, before_on date, after_on date, regions varchar[], ministries varchar[], institution_types varchar[]
-- columns: dimension varchar, key varchar, visit_overdue bigint, visited bigint, opened bigint, type_entered bigint, closed bigint, type_left bigint
with clock as (
    -- The places that are in the mandate on both days.
    select
        institution_id,
        earlier.due_on < $before_on::date as was_overdue,
        later.due_on < $after_on::date as is_overdue,
        later.last_periodic_on > $before_on::date as was_visited_since
    from clock_on($before_on::date) as earlier
    join clock_on($after_on::date) as later using (institution_id)
),
known as (
    select places.*,
        is_overdue and not was_overdue as is_visit_overdue,
        was_overdue and was_visited_since as is_visited,
        -- A place that closed before its type entered was never in the mandate.
        in_mandate_until is null or in_mandate_until > in_mandate_from as is_ever_in_mandate,
        is_ever_in_mandate and in_mandate_from > $before_on::date
            and in_mandate_from <= $after_on::date as has_entered,
        is_ever_in_mandate and in_mandate_until > $before_on::date
            and in_mandate_until <= $after_on::date as has_left,
        has_entered and in_mandate_from = opened_on as is_opened,
        has_entered and in_mandate_from <> opened_on as is_type_entered,
        has_left and in_mandate_until is not distinct from closed_on as is_closed,
        has_left and in_mandate_until is distinct from closed_on as is_type_left
    from places
    left join clock using (institution_id)
    where passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
),
changed as (
    from known
    where case $kind::varchar
        when 'visit_overdue' then is_visit_overdue
        when 'visited' then is_visited
        when 'opened' then is_opened
        when 'type_entered' then is_type_entered
        when 'closed' then is_closed
        when 'type_left' then is_type_left
        else is_visit_overdue or is_visited or has_entered or has_left end
)
select
    dimension,
    case dimension when 'record' then institution_id else place_key(dimension, changed) end as key,
    count(*) filter (is_visit_overdue) as visit_overdue,
    count(*) filter (is_visited) as visited,
    count(*) filter (is_opened) as opened,
    count(*) filter (is_type_entered) as type_entered,
    count(*) filter (is_closed) as closed,
    count(*) filter (is_type_left) as type_left
from (select unnest($by::varchar[]) as dimension)
left join changed on true
group by all
having dimension = 'total' or count(institution_id) > 0
order by dimension, key nulls last
