-- purpose: The register of places: those in the mandate on a day with their clock, on request the others too.
-- grain: one row for each place of the stretch that is asked for; `matches` counts them all.
-- parameters: from_on date, to_on date, as_of date, known_on date, regions varchar[], ministries varchar[], institution_types varchar[], typed varchar[], patterns varchar[], type_codes varchar[], type_words varchar[], region_words varchar[], states varchar[], with_outside boolean, sort_by varchar, region_order varchar[], most bigint, skipped bigint, language varchar
-- columns: institution_id varchar, name varchar, institution_type varchar, ministry varchar, region varchar, district varchar, mandate_state varchar, clock_state varchar, due_on date, last_visit_on date, last_periodic_on date, last_interim_on date, last_special_on date, visits bigint, open_recommendations bigint, matches bigint
with kinds as (
    select
        unnest($type_codes::varchar[]) as institution_type,
        folded(unnest($type_words::varchar[])) as kind_words
),
units as (
    select
        unnest($region_order::varchar[]) as region,
        folded(unnest($region_words::varchar[])) as unit_words
),
chosen as (
    select
        named.*,
        display_order,
        list_position($region_order::varchar[], region) as region_position,
        case when is_within($as_of::date, in_mandate_from, in_mandate_until) then 'in_mandate'
             when in_mandate_until <= $as_of::date then 'left'
             else 'not_yet' end as mandate_state,
        folded(name) || ' ' as name_text,
        folded(concat_ws(' ', all_names, district, institution_id)) || ' ' as other_text,
        concat(name_text, other_text, kind_words, unit_words, ' ') as search_text
    from (
        select
            concat_ws(' ', name, name_kk) as all_names,
            * replace (name_in($language, name, name_kk) as name)
        from places
    ) as named
    join institution_types on institution_types.code = named.institution_type
    left join kinds using (institution_type)
    left join units using (region)
    where passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
),
found as (
    -- Each word of the search begins a word of name, type, region, district or ID; before others
    -- comes what has most of them, as they were typed, in its name or else in district and ID.
    select *,
        list_sum(list_transform($typed::varchar[], lambda each:
            case when contains(name_text, ' ' || each || ' ') then 2
                 when contains(other_text, ' ' || each || ' ') then 1
                 else 0 end
        )) as likeness
    from chosen
    where $typed is null or list_bool_and(
        list_transform($patterns::varchar[], lambda each: regexp_matches(search_text, each))
    )
),
listed as materialized (
    select
        found.*,
        clock_state,
        due_on,
        count(*) over () as matches,
        row_number() over (
            order by
                likeness desc,
                case when $sort_by = 'due' then due_on end nulls last,
                case $sort_by when 'name' then 0 when 'region' then region_position
                    else display_order end,
                case $sort_by when 'name' then 0 when 'region' then display_order
                    else region_position end,
                -- By the number in the name, where there is one: 2 stands before 10.
                regexp_extract(regexp_replace(found.name, '^№\s*\d+\s*', ''), '^\D*') collate kk,
                try_cast(regexp_extract(found.name, '\d+') as bigint),
                found.name,
                found.institution_id
        ) as position
    from found
    left join clock_on($as_of::date) as clock using (institution_id)
    where (mandate_state = 'in_mandate' or $with_outside)
        and ($states is null or list_contains($states::varchar[], clock_state)
            or (list_contains($states::varchar[], 'past_due') and due_on < $as_of::date)
            or (list_contains($states::varchar[], 'never_visited_past_due')
                and clock_state = 'never_visited' and due_on < $as_of::date))
    order by position
    limit $most::bigint
    offset $skipped::bigint
),
contacts as (
    select
        institution_id,
        max(started_on) as last_visit_on,
        max(started_on) filter (visit_type = 'periodic') as last_periodic_on,
        max(started_on) filter (visit_type = 'interim') as last_interim_on,
        max(started_on) filter (visit_type = 'special') as last_special_on,
        count(distinct visit_id) filter (started_on between $from_on::date and $to_on::date) as visits
    from place_visits
    where started_on <= $as_of::date
        and institution_id in (select institution_id from listed)
    group by institution_id
),
open_ones as (
    select institution_id, count(*) as open_recommendations
    from chains
    join status_spans using (chain_id)
    where is_within($known_on::date, from_on, until_on)
        and status not in ('implemented', 'no_longer_applicable')
        and institution_id in (select institution_id from listed)
    group by institution_id
)
select
    institution_id,
    name,
    institution_type,
    ministry,
    region,
    district,
    mandate_state,
    clock_state,
    due_on,
    last_visit_on,
    last_periodic_on,
    last_interim_on,
    last_special_on,
    coalesce(visits, 0) as visits,
    coalesce(open_recommendations, 0) as open_recommendations,
    matches
from listed
left join contacts using (institution_id)
left join open_ones using (institution_id)
order by position
