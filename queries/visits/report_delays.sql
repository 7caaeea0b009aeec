-- purpose: Days from a visit's last day to the day on which its report was signed.
-- grain: one row for each dimension and key that has a visit; the total has its row always.
-- parameters: by varchar[], from_on date, to_on date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[]
-- columns: dimension varchar, key varchar, visits bigint, reported bigint, median_days double, up_to_7 bigint, up_to_14 bigint, up_to_30 bigint, up_to_60 bigint, over_60 bigint
with chosen as (
    select distinct
        visit_id, year, month, visit_type, region, region_2016, region_2018, ministry,
        institution_type, reported_on - coalesce(ended_on, started_on) as days
    from chosen_visits(
        $from_on::date, $to_on::date, $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[]
    )
),
keyed as (
    -- A visit to several places has one report: it counts once under each key.
    select distinct
        dimension,
        visit_key(dimension, chosen) as key,
        visit_id,
        days
    from (select unnest($by::varchar[]) as dimension)
    left join chosen on true
)
select
    dimension,
    key,
    count(visit_id) as visits,
    count(days) as reported,
    median(days) as median_days,
    count(*) filter (days <= 7) as up_to_7,
    count(*) filter (days between 8 and 14) as up_to_14,
    count(*) filter (days between 15 and 30) as up_to_30,
    count(*) filter (days between 31 and 60) as up_to_60,
    count(*) filter (days > 60) as over_60
from keyed
group by all
having dimension = 'total' or visits > 0
order by dimension, key nulls last
