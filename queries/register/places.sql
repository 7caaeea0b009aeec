-- purpose: An institution with its host ministry, its older regions and its days in the mandate.
-- grain: one row for each institution.
-- columns: institution_id varchar, name varchar, name_kk varchar, institution_type varchar, region varchar, district varchar, opened_on date, closed_on date, ministry varchar, region_2016 varchar, region_2018 varchar, in_mandate_from date, in_mandate_until date
select
    institutions.institution_id,
    institutions.name,
    institutions.name_kk,
    institutions.institution_type,
    institutions.region,
    institutions.district,
    institutions.opened_on,
    institutions.closed_on,
    institution_types.portfolio as ministry,
    units_2016.code as region_2016,
    units_2018.code as region_2018,
    greatest(institutions.opened_on, institution_types.mandate_from) as in_mandate_from,
    least(institutions.closed_on, institution_types.mandate_to) as in_mandate_until
from institutions
join institution_types on institution_types.code = institutions.institution_type
left join border_units as units_2016
    on units_2016.border_set = '2016' and units_2016.todays_code = institutions.region
left join border_units as units_2018
    on units_2018.border_set = '2018' and units_2018.todays_code = institutions.region
order by institutions.row_number
