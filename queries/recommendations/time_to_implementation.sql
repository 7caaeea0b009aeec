-- purpose: Cumulative incidence of implementation (Aalen and Johansen 1978), with numbers at risk.
-- grain: one row for each dimension, key and month asked for.
-- parameters: by varchar[], from_on date, to_on date, as_of date, horizons integer[], regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: dimension varchar, key varchar, month integer, at_risk bigint, cumulative_incidence double
with observed as (
    -- Who has not left by the day asked for is censored on it.
    select
        chain.*,
        case when exit_on <= $as_of::date then exit_status end as exit_status,
        least(exit_on, $as_of::date) - issued_on as days
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    ) as chain
    left join exits using (chain_number)
),
keyed as (
    select
        dimension,
        chain_key(dimension, observed) as key,
        days,
        exit_status,
        chain_id
    from (select unnest($by::varchar[]) as dimension)
    left join observed on true
),
steps as (
    -- The days on which some leave, and the days asked for, on which nobody does.
    select
        dimension,
        key,
        days,
        null::integer as month,
        count(chain_id) as leaving,
        count(*) filter (exit_status = 'implemented') as implemented,
        count(*) filter (exit_status is not null) as ended
    from keyed
    where chain_id is not null
    group by all
    union all
    select dimension, key, floor(30.4375 * month)::bigint, month, 0, 0, 0
    from (select distinct dimension, key from keyed)
    cross join (select unnest($horizons::integer[]) as month)
),
at_risk_of_a_day as (
    -- Whoever leaves on a day is still at risk on it.
    select *,
        sum(leaving) over (
            partition by dimension, key order by days desc, month nulls first
            rows between unbounded preceding and current row
        ) as at_risk
    from steps
),
free_until_a_day as (
    select *,
        coalesce(
            product(1 - ended / nullif(at_risk, 0)) over (
                partition by dimension, key order by days, month nulls first
                rows between unbounded preceding and 1 preceding
            ),
            1
        ) as share_still_open
    from at_risk_of_a_day
),
summed as (
    select *,
        sum(share_still_open * implemented / nullif(at_risk, 0)) over (
            partition by dimension, key order by days, month nulls first
            rows between unbounded preceding and current row
        ) as incidence,
        sum(leaving) over (partition by dimension, key) as observed
    from free_until_a_day
)
select
    dimension,
    key,
    month,
    at_risk::bigint as at_risk,
    case when observed > 0 then coalesce(incidence, 0) end as cumulative_incidence
from summed
where month is not null and (dimension = 'total' or observed > 0)
order by dimension, key nulls last, month
