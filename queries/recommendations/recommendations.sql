-- purpose: Recommendations first issued in the period, by their status as of a day.
-- grain: one row for each dimension and key that has a recommendation; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, as_of date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: dimension varchar, key varchar, recommendations bigint, verified bigint, claimed bigint, answered bigint, implemented bigint, partly_implemented bigint, in_progress bigint, not_started bigint, not_implemented bigint, no_longer_applicable bigint, no_information bigint, judged bigint
with chosen as (
    select chain.*, status, is_verified, first_answer_on <= $as_of::date as was_answered
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    ) as chain
    join status_spans using (chain_number, issued_on)
    where from_on <= $as_of::date and (until_on is null or until_on > $as_of::date)
)
select
    dimension,
    chain_key(dimension, chosen) as key,
    count(chain_id) as recommendations,
    count(*) filter (status = 'implemented' and is_verified) as verified,
    count(*) filter (status = 'implemented' and not is_verified) as claimed,
    count(*) filter (was_answered) as answered,
    count(*) filter (status = 'implemented') as implemented,
    count(*) filter (status = 'partly_implemented') as partly_implemented,
    count(*) filter (status = 'in_progress') as in_progress,
    count(*) filter (status = 'not_started') as not_started,
    count(*) filter (status = 'not_implemented') as not_implemented,
    count(*) filter (status = 'no_longer_applicable') as no_longer_applicable,
    count(*) filter (status = 'no_information') as no_information,
    recommendations - no_longer_applicable as judged
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or recommendations > 0
order by dimension, key nulls last
