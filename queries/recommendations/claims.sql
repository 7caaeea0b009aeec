-- purpose: What authorities have reported as implemented, against the NPM's first word after it.
-- grain: one row for each dimension and key that has a claim; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, as_of date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: dimension varchar, key varchar, claims bigint, confirmed bigint, downgraded bigint, not_yet_looked_at bigint, no_longer_applicable bigint
with issued as (
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    )
),
said as (
    -- Words stand by day, on one day by the row of the file: one number for both compares fastest.
    select
        chain_id,
        status,
        judge,
        (happened_on - date '2000-01-01') * 1_000_000_000 + row_number as place
    from chain_events
    where axis = 'implementation'
        and happened_on <= $as_of::date
        and chain_id in (select chain_id from issued)
),
first_claims as (
    select chain_id, min(place) as claimed
    from said
    where judge = 'authority' and status = 'implemented'
    group by chain_id
),
verdicts as (
    select chain_id, arg_min(status, place) filter (judge = 'npm' and place > claimed) as found
    from said
    join first_claims using (chain_id)
    group by chain_id
),
chosen as (
    select issued.*,
        case when found is null then 'not_yet_looked_at'
             when found = 'implemented' then 'confirmed'
             when found = 'no_longer_applicable' then found
             else 'downgraded' end as outcome
    from issued
    join verdicts using (chain_id)
)
select
    dimension,
    chain_key(dimension, chosen) as key,
    count(chain_id) as claims,
    count(*) filter (outcome = 'confirmed') as confirmed,
    count(*) filter (outcome = 'downgraded') as downgraded,
    count(*) filter (outcome = 'not_yet_looked_at') as not_yet_looked_at,
    count(*) filter (outcome = 'no_longer_applicable') as no_longer_applicable
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or claims > 0
order by dimension, key nulls last
