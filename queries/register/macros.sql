-- purpose: The pieces that several queries share, each defined once.
-- grain: definitions, no rows.

-- An empty choice means all; a row without a value passes only when nothing is chosen.
create macro passes(value, chosen) as chosen is null or list_contains(chosen, value);

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

-- The four-year clock: the places in the mandate on a day, each in one of four classes.
create macro clock_on(day) as table
    with last_periodic as (
        select institution_id, max(started_on) as last_periodic_on
        from place_visits
        where visit_type = 'periodic' and started_on <= day
        group by institution_id
    ),
    due as (
        select places.*, last_periodic_on,
            months_after(coalesce(last_periodic_on, in_mandate_from), 48) as due_on
        from places
        left join last_periodic using (institution_id)
        where in_mandate_from <= day and (in_mandate_until is null or in_mandate_until > day)
    )
    select due.*,
        case when last_periodic_on is null then 'never_visited'
             when due_on < day then 'overdue'
             when due_on <= months_after(day, 12) then 'due_soon'
             else 'on_time' end as clock_state
    from due;
