-- purpose: Given places as the four-year clock finds them on two days, in the order of the law's report chapters.
-- grain: one row for each place of the stretch asked for.
-- parameters: records varchar[], most bigint, skipped bigint, before_on date, after_on date, language varchar
-- columns: institution_id varchar, name varchar, institution_type varchar, region varchar, ministry varchar, in_mandate_from date, in_mandate_until date, last_periodic_on date, due_before_on date, due_after_on date
with asked as (
    select unnest($records::varchar[]) as institution_id
)
select
    places.institution_id,
    name_in($language, places.name, places.name_kk) as name,
    places.institution_type,
    places.region,
    places.ministry,
    places.in_mandate_from,
    places.in_mandate_until,
    later.last_periodic_on,
    earlier.due_on as due_before_on,
    later.due_on as due_after_on
from places
semi join asked using (institution_id)
join institution_types on institution_types.code = places.institution_type
left join clock_on($before_on::date) as earlier on earlier.institution_id = places.institution_id
left join clock_on($after_on::date) as later on later.institution_id = places.institution_id
order by institution_types.display_order, places.name, places.institution_id
limit $most::bigint
offset $skipped::bigint
