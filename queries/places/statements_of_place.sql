-- purpose: What was said of one place by day: new recommendations, and earlier ones once more.
-- grain: one row for each day on which something was said.
-- parameters: institution_id varchar, as_of date
-- columns: issued_on date, recommendations bigint, repeats bigint
select
    issued_on,
    count(*) filter (repeats is null) as recommendations,
    count(repeats) as repeats
from recommendations
where institution_id = $institution_id::varchar and issued_on <= $as_of::date
group by issued_on
order by issued_on
