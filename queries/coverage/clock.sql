-- purpose: The four-year clock: the places in the mandate on a day in four classes that add up.
-- grain: one row for each dimension and key that has a place in the mandate; the total has its row always.
-- parameters: by varchar[], as_of date, regions varchar[], ministries varchar[], institution_types varchar[], added varchar[], left_out varchar[]
-- columns: dimension varchar, key varchar, places bigint, on_time bigint, due_soon bigint, overdue bigint, never_visited bigint, never_visited_past_due bigint, past_due bigint, share_past_due double
with chosen as (
    from clock_on($as_of::date, $added::varchar[], $left_out::varchar[])
    where passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
)
select
    dimension,
    place_key(dimension, chosen) as key,
    count(institution_id) as places,
    count(*) filter (clock_state = 'on_time') as on_time,
    count(*) filter (clock_state = 'due_soon') as due_soon,
    count(*) filter (clock_state = 'overdue') as overdue,
    count(*) filter (clock_state = 'never_visited') as never_visited,
    count(*) filter (clock_state = 'never_visited' and due_on < $as_of::date)
        as never_visited_past_due,
    overdue + never_visited_past_due as past_due,
    past_due / nullif(places, 0) as share_past_due
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or places > 0
order by dimension, key nulls last
