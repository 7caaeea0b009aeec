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
        institution_id,
        due_on,
        clock_state,
        display_order,
        list_position($region_order::varchar[], region) as region_position,
        order_in($language, name_order, name_order_kk) as name_position,
        case when is_within($as_of::date, in_mandate_from, in_mandate_until) then 'in_mandate'
             when in_mandate_until <= $as_of::date then 'left'
             else 'not_yet' end as mandate_state,
        name_in($language, name_text, name_text_kk) as name_text,
        other_text,
        case when $typed is not null
             then concat(name_in($language, name_text, name_text_kk), other_text, kind_words,
                 unit_words, ' ') end as search_text
    from places
    join institution_types on institution_types.code = places.institution_type
    left join kinds using (institution_type)
    left join units using (region)
    left join (
        select institution_id, clock_state, due_on from clock_on($as_of::date)
    ) as clock using (institution_id)
    where passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
),
found as materialized (
    -- Each word of the search begins a word of name, type, region, district or ID; before others
    -- comes what has most of them, as they were typed, in its name or else in district and ID.
    select
        institution_id,
        mandate_state,
        clock_state,
        due_on,
        name_position,
        case when $sort_by = 'due' then due_on end as due_position,
        case $sort_by when 'name' then 0 when 'region' then region_position
            else display_order end as first_position,
        case $sort_by when 'name' then 0 when 'region' then display_order
            else region_position end as second_position,
        list_sum(list_transform($typed::varchar[], lambda each:
            case when contains(name_text, ' ' || each || ' ') then 2
                 when contains(other_text, ' ' || each || ' ') then 1
                 else 0 end
        )) as likeness
    from chosen
    where ($typed is null or list_bool_and(
            list_transform($patterns::varchar[], lambda each: regexp_matches(search_text, each))
        ))
        and (mandate_state = 'in_mandate' or $with_outside)
        and ($states is null or list_contains($states::varchar[], clock_state)
            or (list_contains($states::varchar[], 'past_due') and due_on < $as_of::date)
            or (list_contains($states::varchar[], 'never_visited_past_due')
                and clock_state = 'never_visited' and due_on < $as_of::date))
),
listed as materialized (
    -- Cut to the stretch before anything wide is fetched.
    from found
    order by
        likeness desc, due_position nulls last, first_position, second_position, name_position
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
of_the_listed as materialized (
    -- The few that were said there, before anything is looked up for them.
    select chain_number, issued_on, institution_id
    from chains
    where institution_id in (select institution_id from listed)
),
open_ones as (
    select institution_id, count(*) as open_recommendations
    from of_the_listed
    join status_spans using (chain_number, issued_on)
    where is_within($known_on::date, from_on, until_on)
        and status not in ('implemented', 'no_longer_applicable')
    group by institution_id
)
select
    institution_id,
    name_in($language, places.name, places.name_kk) as name,
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
    (select count(*) from found) as matches
from listed
join places using (institution_id)
left join contacts using (institution_id)
left join open_ones using (institution_id)
order by likeness desc, due_position nulls last, first_position, second_position, name_position
