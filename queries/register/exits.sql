-- purpose: The first day on which a recommendation's status is one that ends the observation of it.
-- grain: one row for each chain that is ever implemented or no longer applicable.
-- columns: chain_number bigint, exit_on date, exit_status varchar
select
    chain_number,
    min(from_on) as exit_on,
    arg_min(status, from_on) as exit_status
from status_spans
where status in ('implemented', 'no_longer_applicable')
group by chain_number
order by chain_number
