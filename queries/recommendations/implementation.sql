-- purpose: The share of recommendations with the status implemented, by one or more definitions: cohort, stock, answered.
-- grain: one row for each definition, dimension and key that has a recommendation to consider, or one too young for it; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, as_of date, rates varchar[], months integer[], regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: definition bigint, dimension varchar, key varchar, implemented bigint, considered bigint, verified bigint, too_young bigint, rate double, low double, high double
with definitions as (
    -- The n-th rate goes with the n-th number of months; a definition is known by its place, from 1.
    select
        unnest($rates::varchar[]) as kind,
        unnest($months::integer[]) as age,
        generate_subscripts($rates::varchar[], 1) as definition
),
issued as (
    -- A cohort is read when each recommendation is so many months old, the other rates on one day.
    select
        chain.*,
        definition,
        case when kind = 'cohort' then months_after(issued_on, age) else $as_of::date end as read_on
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    ) as chain
    cross join definitions
    where kind <> 'answered' or first_answer_on <= $as_of::date
),
chosen as (
    -- What is too young is counted beside the rate; its status on the day to come is not known.
    select issued.*, status, is_verified, read_on > $as_of::date as is_too_young
    from issued
    join status_spans using (chain_number, issued_on)
    where from_on <= least(read_on, $as_of::date)
        and (until_on is null or until_on > least(read_on, $as_of::date))
        and (status <> 'no_longer_applicable' or read_on > $as_of::date)
)
select
    definitions.definition,
    dimension,
    chain_key(dimension, chosen) as key,
    count(*) filter (status = 'implemented' and not is_too_young) as implemented,
    count(*) filter (not is_too_young) as considered,
    count(*) filter (status = 'implemented' and is_verified and not is_too_young) as verified,
    count(*) filter (is_too_young) as too_young,
    implemented / nullif(considered, 0) as rate,
    wilson_low(implemented, considered) as low,
    wilson_high(implemented, considered) as high
from (select unnest($by::varchar[]) as dimension)
cross join definitions
left join chosen using (definition)
group by all
having dimension = 'total' or considered > 0 or too_young > 0
order by definitions.definition, dimension, key nulls last
