-- purpose: Given recommendations as they stand on two days, the latest issued first.
-- grain: one row for each recommendation.
-- parameters: records varchar[], before_on date, after_on date, language varchar
-- columns: chain_id varchar, issued_on date, ministry varchar, institution_id varchar, place varchar, region varchar, institution_type varchar, theme varchar, text varchar, last_said_on date, first_reply_on date, reply_due_on date, status_before varchar, status_after varchar
with listed as (
    from chains semi join (select unnest($records::varchar[]) as chain_id) using (chain_id)
),
said as (
    select
        chain_number,
        from_on,
        until_on,
        case when status <> 'implemented' then status
             when is_verified then 'verified' else 'claimed' end as status
    from status_spans
    semi join listed using (chain_number)
),
last_said as (
    select chain_id, max(issued_on) as last_said_on
    from statements
    semi join listed using (chain_id)
    where issued_on <= $after_on::date
    group by chain_id
)
select
    chain_id,
    listed.issued_on,
    listed.ministry,
    listed.institution_id,
    name_in($language, places.name, places.name_kk) as place,
    listed.region,
    listed.institution_type,
    listed.theme,
    recommendations.text,
    last_said_on,
    case when first_reply_on <= $after_on::date then first_reply_on end as first_reply_on,
    listed.reply_due_on,
    coalesce(earlier.status, 'not_issued') as status_before,
    later.status as status_after
from listed
join recommendations on recommendations.recommendation_id = chain_id
join last_said using (chain_id)
join (from said where is_within($after_on::date, from_on, until_on)) as later using (chain_number)
left join (from said where is_within($before_on::date, from_on, until_on)) as earlier using (chain_number)
left join places on places.institution_id = listed.institution_id
order by listed.issued_on desc, chain_id desc
