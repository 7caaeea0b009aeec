-- purpose: How often the same recommendation had to be said, by its number of statements up to a day.
-- grain: one row for each dimension and key that has a recommendation; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, as_of date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: dimension varchar, key varchar, recommendations bigint, statements bigint, once bigint, twice bigint, three_times bigint, four_times_and_more bigint
with issued as (
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    )
),
repeated as (
    -- The first statement stands in the chain itself, and is never later than the day.
    select chain_id, count(*) as times
    from statements
    where is_repeat and issued_on <= $as_of::date
    group by chain_id
),
chosen as (
    select issued.*, 1 + coalesce(times, 0) as times
    from issued
    left join repeated using (chain_id)
)
select
    dimension,
    chain_key(dimension, chosen) as key,
    count(chain_id) as recommendations,
    coalesce(sum(times), 0)::bigint as statements,
    count(*) filter (times = 1) as once,
    count(*) filter (times = 2) as twice,
    count(*) filter (times = 3) as three_times,
    count(*) filter (times >= 4) as four_times_and_more
from (select unnest($by::varchar[]) as dimension)
left join chosen on true
group by all
having dimension = 'total' or recommendations > 0
order by dimension, key nulls last
