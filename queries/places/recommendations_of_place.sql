-- purpose: The recommendations to one place, with their status as of a day.
-- grain: one row for each recommendation (chain) first said of the place, the latest first.
-- parameters: institution_id varchar, as_of date
-- columns: chain_id varchar, issued_on date, last_said_on date, times bigint, ministry varchar, theme varchar, text varchar, status varchar, since date
with chosen as (
    from chains where institution_id = $institution_id::varchar
),
said as (
    select chain_id, count(*) as times, max(issued_on) as last_said_on
    from statements
    where issued_on <= $as_of::date
        and chain_id in (select chain_id from chosen)
    group by chain_id
)
select
    chosen.chain_id,
    chosen.issued_on,
    said.last_said_on,
    said.times,
    chosen.ministry,
    chosen.theme,
    firsts.text,
    case when status <> 'implemented' then status
         when is_verified then 'verified'
         else 'claimed' end as status,
    status_spans.from_on as since
from chosen
join recommendations as firsts on firsts.recommendation_id = chosen.chain_id
join said on said.chain_id = chosen.chain_id
join status_spans on status_spans.chain_number = chosen.chain_number
where is_within($as_of::date, status_spans.from_on, status_spans.until_on)
order by chosen.issued_on desc, firsts.row_number
