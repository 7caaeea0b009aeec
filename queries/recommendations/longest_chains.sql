-- purpose: The recommendations that had to be said most often up to a day, with their status on it.
-- grain: one row for each recommendation that was said more than once, the most often said first.
-- parameters: from_on date, to_on date, as_of date, most integer, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: chain_id varchar, theme varchar, ministry varchar, addressee_level varchar, issued_on date, last_said_on date, times bigint, status varchar, is_verified boolean
with repeated as (
    -- The first statement stands in the chain itself, and is never later than the day.
    select chain_id, max(issued_on) as last_said_on, 1 + count(*) as times
    from statements
    where is_repeat and issued_on <= $as_of::date
    group by chain_id
),
longest as (
    select
        chain.chain_id,
        chain_number,
        theme,
        ministry,
        addressee_level,
        issued_on,
        last_said_on,
        times
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    ) as chain
    join repeated using (chain_id)
    order by times desc, issued_on, chain_id
    limit $most::integer
)
select longest.* exclude (chain_number), status, is_verified
from longest
join status_spans using (chain_number, issued_on)
where is_within($as_of::date, from_on, until_on)
order by times desc, issued_on, chain_id
