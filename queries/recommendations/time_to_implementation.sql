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
    left join exits using (chain_id)
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
days_of_a_key as (
    select
        dimension,
        key,
        days,
        count(chain_id) as leaving,
        count(*) filter (exit_status = 'implemented') as implemented,
        count(*) filter (exit_status is not null) as ended
    from keyed
    group by all
),
at_risk_of_a_day as (
    -- Whoever leaves on a day is still at risk on it.
    select *,
        sum(leaving) over (
            partition by dimension, key order by days desc
            rows between unbounded preceding and current row
        ) as at_risk
    from days_of_a_key
),
free_until_a_day as (
    select *,
        coalesce(
            product(1 - ended / nullif(at_risk, 0)) over (
                partition by dimension, key order by days
                rows between unbounded preceding and 1 preceding
            ),
            1
        ) as share_still_open
    from at_risk_of_a_day
)
select
    dimension,
    key,
    month,
    coalesce(sum(leaving) filter (days >= floor(30.4375 * month)), 0)::bigint as at_risk,
    case when sum(leaving) > 0 then
        coalesce(
            sum(share_still_open * implemented / at_risk)
                filter (days <= floor(30.4375 * month)),
            0
        )
    end as cumulative_incidence
from free_until_a_day
cross join (select unnest($horizons::integer[]) as month)
group by dimension, key, month
having dimension = 'total' or sum(leaving) > 0
order by dimension, key nulls last, month
