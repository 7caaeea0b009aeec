-- purpose: How many recommendations of one place stand in each status, month by month.
-- grain: one row for each month from the first recommendation on and each status on its last day.
-- parameters: institution_id varchar, as_of date
-- columns: month_on date, read_on date, status varchar, recommendations bigint
with readings as (
    select status_spans.*
    from chains
    join status_spans using (chain_number, issued_on)
    where institution_id = $institution_id::varchar and from_on <= $as_of::date
),
months as (
    -- The last month ends on the day asked for: after it the register knows nothing.
    select month_on::date as month_on, least(last_day(month_on), $as_of::date) as read_on
    from (
        select unnest(range(
            date_trunc('month', min(from_on)), $as_of::date + interval 1 day, interval 1 month
        )) as month_on
        from readings
    )
)
select
    month_on,
    read_on,
    case when status <> 'implemented' then status
         when is_verified then 'verified'
         else 'claimed' end as status,
    count(*) as recommendations
from months
join readings on is_within(read_on, from_on, until_on)
group by all
order by month_on, status
