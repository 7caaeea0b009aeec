-- purpose: The share of recommendations with the status implemented: cohort, stock or answered rate.
-- grain: one row for each dimension and key that has a recommendation to consider; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, as_of date, rate varchar, months integer, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: dimension varchar, key varchar, implemented bigint, considered bigint, verified bigint, rate double, low double, high double
with issued as (
    -- A cohort is read when each recommendation is so many months old, the other rates on one day.
    select *,
        case when $rate = 'cohort' then months_after(issued_on, $months) else $as_of::date end
            as read_on
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    )
    where $rate <> 'answered' or first_answer_on <= $as_of::date
),
chosen as (
    select issued.*, status, is_verified
    from issued
    join status_spans using (chain_id)
    where read_on <= $as_of::date
        and from_on <= read_on
        and (until_on is null or until_on > read_on)
        and status <> 'no_longer_applicable'
)
select
    dimension,
    chain_key(dimension, chosen) as key,
    count(*) filter (status = 'implemented') as implemented,
    count(chain_id) as considered,
    count(*) filter (status = 'implemented' and is_verified) as verified,
    implemented / nullif(considered, 0) as rate,
    wilson_low(implemented, considered) as low,
    wilson_high(implemented, considered) as high
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or considered > 0
order by dimension, key nulls last
