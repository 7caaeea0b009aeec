-- purpose: Periodic visits that the four-year round needs in the 12 months after a day.
-- grain: one row for each dimension and key that has a place in the mandate; the total has its row always.
-- parameters: by varchar[], as_of date, regions varchar[], ministries varchar[], institution_types varchar[]
-- columns: dimension varchar, key varchar, places bigint, needed bigint, coming bigint, never_visited_coming bigint, past_due bigint, never_visited_past_due bigint, never_visited_later bigint, never_visited bigint, share_never_visited double
with chosen as (
    select *,
        case when due_on < $as_of::date then 'past_due'
             when due_on <= months_after($as_of::date, 12) then 'coming'
             else 'later' end as falls_due
    from clock_on($as_of::date)
    where passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
)
select
    dimension,
    place_key(dimension, chosen) as key,
    count(institution_id) as places,
    count(*) filter (falls_due in ('coming', 'past_due')) as needed,
    count(*) filter (falls_due = 'coming') as coming,
    count(*) filter (falls_due = 'coming' and clock_state = 'never_visited') as never_visited_coming,
    count(*) filter (falls_due = 'past_due') as past_due,
    count(*) filter (falls_due = 'past_due' and clock_state = 'never_visited')
        as never_visited_past_due,
    count(*) filter (falls_due = 'later' and clock_state = 'never_visited') as never_visited_later,
    count(*) filter (clock_state = 'never_visited') as never_visited,
    never_visited / nullif(places, 0) as share_never_visited
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or places > 0
order by dimension, key nulls last
