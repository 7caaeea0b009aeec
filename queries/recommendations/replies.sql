-- purpose: Replies of state bodies within three months of the recommendation, of those that fell due.
-- grain: one row for each dimension and key that has a reply due; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, as_of date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: dimension varchar, key varchar, due bigint, in_time bigint, late bigint, overdue bigint, share_in_time double
with chosen as (
    select *, reply_on(reply_due_on, first_reply_on, $as_of::date) as reply
    from chosen_chains(
        $from_on::date, $to_on::date, $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    )
    where reply_due_on <= $as_of::date
)
select
    dimension,
    chain_key(dimension, chosen) as key,
    count(chain_id) as due,
    count(*) filter (reply = 'in_time') as in_time,
    count(*) filter (reply = 'late') as late,
    count(*) filter (reply = 'overdue') as overdue,
    in_time / nullif(due, 0) as share_in_time
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or due > 0
order by dimension, key nulls last
