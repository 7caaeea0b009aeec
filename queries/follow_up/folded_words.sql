-- purpose: Search words, folded like the texts that they are looked for in.
-- grain: one row for each word, in their order.
-- parameters: words varchar[]
-- columns: folded varchar
select folded(word) as folded from (select unnest($words::varchar[]) as word)
