-- purpose: Recommendations on health care at one type of place by their addressee, as medical care changed its ministry.
-- grain: one row for each year of issue, one for all issued before the day (before) and one for all since (since), where there are any.
-- parameters: institution_type varchar, moved_on date, regions varchar[]
-- columns: key varchar, recommendations bigint, to_interior bigint, to_health bigint, to_others bigint
with chosen as (
    select
        year,
        case when issued_on < $moved_on::date then 'before' else 'since' end as side,
        ministry
    from chains
    where theme = 'health_care'
        and institution_type = $institution_type::varchar
        and passes(region, $regions::varchar[])
)
select
    coalesce(year, side) as key,
    count(*) as recommendations,
    count(*) filter (ministry = 'interior') as to_interior,
    count(*) filter (ministry = 'health') as to_health,
    count(*) filter (ministry not in ('interior', 'health')) as to_others
from chosen
group by grouping sets ((year), (side))
order by key
