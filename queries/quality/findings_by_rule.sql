-- purpose: How often the last import found each rule broken and let it pass, with those that were only counted.
-- grain: one row for each rule and sheet, in the order of the workbook.
-- columns: rule varchar, sheet varchar, column_name varchar, severity varchar, findings bigint
select rule, sheet, column_name, severity, 
    count(*) + sum(coalesce(cast(facts ->> 'more' as bigint), 0))::bigint as findings
from findings
group by all
order by min(finding_number)
