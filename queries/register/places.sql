-- purpose: An institution with its host ministry, its older regions and its days in the mandate.
-- grain: one row for each institution. `name_order` is its place among all names, the texts are what a search looks through.
-- columns: institution_id varchar, name varchar, name_kk varchar, institution_type varchar, region varchar, district varchar, opened_on date, closed_on date, ministry varchar, region_2016 varchar, region_2018 varchar, in_mandate_from date, in_mandate_until date, name_order bigint, name_order_kk bigint, name_text varchar, name_text_kk varchar, other_text varchar
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
    least(institutions.closed_on, institution_types.mandate_to) as in_mandate_until,
    row_number() over (
        order by letters_of(name), number_of(name), name, institution_id
    ) as name_order,
    row_number() over (
        order by letters_of(known_name_kk), number_of(known_name_kk), known_name_kk, institution_id
    ) as name_order_kk,
    folded(name) || ' ' as name_text,
    folded(known_name_kk) || ' ' as name_text_kk,
    folded(concat_ws(' ', name, name_kk, district, institution_id)) || ' ' as other_text
from (select *, coalesce(name_kk, name) as known_name_kk from institutions) as institutions
join institution_types on institution_types.code = institutions.institution_type
left join border_units as units_2016
    on units_2016.border_set = '2016' and units_2016.todays_code = institutions.region
left join border_units as units_2018
    on units_2018.border_set = '2018' and units_2018.todays_code = institutions.region
order by institutions.row_number
