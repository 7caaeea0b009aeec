-- purpose: What the last import found and let pass, without what was written in the cells.
-- grain: one row for each finding, in the order of sheets, rows and columns; at most as many as asked for.
-- parameters: rule varchar, most bigint
-- columns: finding_number bigint, severity varchar, rule varchar, file_name varchar, sheet varchar, row_number bigint, column_name varchar, facts varchar
select finding_number, severity, rule, file_name, sheet, row_number, column_name, facts
from findings
where $rule::varchar is null or rule = $rule::varchar
order by finding_number
limit $most::bigint
