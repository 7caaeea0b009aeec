-- purpose: What was said in a recommendation, the first time and each time it was repeated, as one text to search in.
-- grain: one row for each chain.
-- columns: chain_number bigint, times_said bigint, latest_on date, text varchar, search_text varchar
with said as (
    select
        chain_id,
        max(statements.issued_on) as last_said_on,
        folded(string_agg(text, ' ' order by statements.issued_on, row_number)) as search_text
    from recommendations
    join statements using (recommendation_id)
    group by chain_id
),
followed as (
    select chain_id, max(happened_on) as last_event_on from chain_events group by chain_id
)
select
    chains.chain_number,
    chains.statements as times_said,
    greatest(said.last_said_on, followed.last_event_on) as latest_on,
    firsts.text,
    said.search_text
from chains
join recommendations as firsts on firsts.recommendation_id = chains.chain_id
join said using (chain_id)
left join followed using (chain_id)
order by chain_number
