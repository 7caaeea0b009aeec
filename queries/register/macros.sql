-- purpose: The pieces that several queries share, each defined once.
-- grain: definitions, no rows.

-- An empty choice means all; a row without a value passes only when nothing is chosen.
create macro passes(value, chosen) as chosen is null or list_contains(chosen, value);

-- A place's name in a language; one without a name in Kazakh bears there the one that it has.
create macro name_in(language, name, name_kk) as
    case when language = 'kk' then coalesce(name_kk, name) else name end;
create macro order_in(language, name_order, name_order_kk) as
    case when language = 'kk' then name_order_kk else name_order end;

-- "day + N months" clamps to the month's last day.
create macro months_after(day, months) as (day + to_months(months::integer))::date;

-- What a row of places, place_visits or chains is grouped under; the row is handed over as a struct.
create macro place_key(dimension, place) as
    case dimension
        when 'total' then ''
        when 'region' then place.region
        when 'region_2016' then place.region_2016
        when 'region_2018' then place.region_2018
        when 'ministry' then place.ministry
        when 'institution_type' then place.institution_type
        when 'region_ministry' then place.region || '/' || place.ministry
    end;
create macro visit_key(dimension, visit) as
    case dimension
        when 'year' then visit.year
        when 'month' then visit.month
        when 'visit_type' then visit.visit_type
        when 'year_visit_type' then visit.year || '/' || visit.visit_type
        else place_key(dimension, visit)
    end;
create macro chain_key(dimension, chain) as
    case dimension
        when 'theme' then chain.theme
        when 'addressee_level' then chain.addressee_level
        else visit_key(dimension, chain)
    end;

-- What passes the filter: visits by their first day, recommendations by their day of first issue.
create macro chosen_visits(from_day, to_day, regions, ministries, types, visit_types) as table
    from place_visits
    where started_on between from_day and to_day
        and passes(region, regions)
        and passes(ministry, ministries)
        and passes(institution_type, types)
        and passes(visit_type, visit_types);
create macro chosen_chains(
    from_day, to_day, regions, ministries, types, visit_types, themes
) as table
    from chains
    where issued_on between from_day and to_day
        and passes(region, regions)
        and passes(ministry, ministries)
        and passes(institution_type, types)
        and passes(visit_type, visit_types)
        and passes(theme, themes);

-- Wilson score interval, 95 % (Wilson 1927; z = the 97.5 % point of the normal distribution).
create macro wilson_centre(successes, trials) as
    (successes + 1.959963984540054 ^ 2 / 2) / (trials + 1.959963984540054 ^ 2);
create macro wilson_half_width(successes, trials) as
    1.959963984540054 / (trials + 1.959963984540054 ^ 2)
    * sqrt(successes * (trials - successes)::double / trials + 1.959963984540054 ^ 2 / 4);
create macro wilson_low(successes, trials) as
    case when trials = 0 then null
         when successes = 0 then 0.0
         else wilson_centre(successes, trials) - wilson_half_width(successes, trials) end;
create macro wilson_high(successes, trials) as
    case when trials = 0 then null
         when successes = trials then 1.0
         else wilson_centre(successes, trials) + wilson_half_width(successes, trials) end;

-- A day between two others: from the first on, before the second, which may be open.
create macro is_within(day, from_on, until_on) as
    from_on <= day and (until_on is null or until_on > day);

-- The places with their days in the mandate. A scenario changes the law's: an added type is in the
-- mandate on all days that a place is open, a type left out on none. Null lists are the law itself.
create macro places_of_mandate(added, left_out) as table
    select places.* replace (
        case when list_contains(added, institution_type)
            then opened_on else in_mandate_from end as in_mandate_from,
        case when list_contains(added, institution_type)
            then closed_on else in_mandate_until end as in_mandate_until
    )
    from places
    where not coalesce(list_contains(left_out, institution_type), false);

-- Visits on a day that their place was in that mandate.
create macro visits_in_mandate(added, left_out) as table
    from place_visits
    where not coalesce(list_contains(left_out, institution_type), false)
        and case when list_contains(added, institution_type)
            then was_open else was_in_mandate end;

-- The four-year clock: the places in the mandate on a day, each in one of four classes. The first
-- round of a place of an added type begins on the day itself; its earlier visits count.
create macro clock_on(day, added := null::varchar[], left_out := null::varchar[]) as table
    with last_periodic as (
        select institution_id, max(started_on) as last_periodic_on
        from place_visits
        where visit_type = 'periodic' and started_on <= day
        group by institution_id
    ),
    due as (
        select places.*, last_periodic_on,
            months_after(
                case when last_periodic_on is not null then last_periodic_on
                     when list_contains(added, institution_type) then day
                     else in_mandate_from end,
                48
            ) as due_on
        from places_of_mandate(added, left_out) as places
        left join last_periodic using (institution_id)
        where is_within(day, in_mandate_from, in_mandate_until)
    )
    select due.*,
        case when last_periodic_on is null then 'never_visited'
             when due_on < day then 'overdue'
             when due_on <= months_after(day, 12) then 'due_soon'
             else 'on_time' end as clock_state
    from due;

-- What became by a day of the written reply that is due.
create macro reply_on(reply_due_on, first_reply_on, day) as
    case when first_reply_on <= least(reply_due_on, day) then 'in_time'
         when first_reply_on <= day then 'late'
         when reply_due_on <= day then 'overdue'
         else 'not_yet_due' end;
