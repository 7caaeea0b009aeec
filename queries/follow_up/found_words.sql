-- purpose: The words of some texts that a search found, as they are written there.
-- grain: one row for each different spelling.
-- parameters: texts varchar[], beginnings varchar[]
-- columns: word varchar
with written as (
    select distinct unnest(regexp_extract_all(text, '[\p{L}\p{N}\p{M}\p{Cf}]+')) as word
    from (select unnest($texts::varchar[]) as text)
)
select distinct written.word
from written
join beginnings_of($beginnings::varchar[]) on starts_with(folded(written.word), beginning)
order by written.word
