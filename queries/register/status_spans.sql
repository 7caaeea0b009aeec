-- purpose: The status of a recommendation on each day: the NPM's latest word, else the authority's, else none.
-- grain: one row for each chain and run of days (from_on <= day < until_on) between two events.
-- columns: chain_number bigint, issued_on date, from_on date, until_on date, status varchar, is_verified boolean
with words_of_a_day as (
    -- On one day the later row of the file wins.
    select
        chain_number,
        happened_on,
        arg_max(status, row_number) filter (judge = 'npm') as npm_status,
        arg_max(status, row_number) filter (judge = 'authority') as authority_status
    from chain_events
    join chains using (chain_id)
    where axis = 'implementation'
    group by chain_number, happened_on
),
latest_words as (
    select
        chain_number,
        happened_on,
        last_value(npm_status ignore nulls) over so_far as npm_status,
        last_value(authority_status ignore nulls) over so_far as authority_status
    from words_of_a_day
    window so_far as (
        partition by chain_number order by happened_on
        rows between unbounded preceding and current row
    )
),
starts as (
    select
        chain_number,
        happened_on as from_on,
        coalesce(npm_status, authority_status) as status,
        npm_status is not null as is_verified
    from latest_words
    union all
    -- Nothing is known before the first event, which may fall on the day of issue.
    select chains.chain_number, chains.issued_on, 'no_information', false
    from chains
    where not exists (
        from words_of_a_day
        where words_of_a_day.chain_number = chains.chain_number
            and words_of_a_day.happened_on <= chains.issued_on
    )
)
select
    chain_number,
    issued_on,
    from_on,
    lead(from_on) over (partition by chain_number order by from_on) as until_on,
    status,
    is_verified
from starts
join chains using (chain_number)
order by chain_number, from_on
