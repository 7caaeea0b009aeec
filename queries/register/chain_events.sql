-- purpose: Follow-up by chain: events of all members belong to the one recommendation.
-- grain: one row for each follow-up row of the register.
-- columns: chain_id varchar, happened_on date, row_number bigint, axis varchar, status varchar, judge varchar
select
    statements.chain_id,
    follow_up."on" as happened_on,
    follow_up.row_number,
    follow_up.axis,
    follow_up.status,
    follow_up.judge
from follow_up
join statements using (recommendation_id)
order by chain_id, happened_on, follow_up.row_number
