-- purpose: How many records fill each column of the register that may be left empty or unspecified.
-- grain: one row for each dimension, key and column that has a record; the total has its rows always.
-- parameters: by varchar[], sheets varchar[], from_on date, to_on date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: dimension varchar, key varchar, sheet varchar, column_name varchar, recorded bigint, total bigint
with place_rows as (
    -- A place stands in the register whatever the period. Those opened before the mechanism
    -- began, in 2014, are one group.
    select
        greatest(year(opened_on), 2013) as year, region, count(*) as total,
        count(district) as district, count(closed_on) as closed_on, count(name_kk) as name_kk
    from places
    where passes('institutions', $sheets::varchar[])
        and passes(region, $regions::varchar[])
        and passes(ministry, $ministries::varchar[])
        and passes(institution_type, $institution_types::varchar[])
    group by all
),
kinds as (
    select visit_id, any_value(visit_type) as visit_type from visits group by visit_id
),
told as (
    -- Every statement, also one that repeats another: a row of the table, not a recommendation.
    -- An event passes with the statement that it is about.
    select
        'recommendations' as sheet, year(issued_on) as year, visit_id, institution_id, addressee,
        theme, addressee_level, repeats, null as note
    from recommendations
    where passes('recommendations', $sheets::varchar[])
        and issued_on between $from_on::date and $to_on::date
    union all
    select
        'follow_up', year(follow_up."on"), visit_id, institution_id, addressee,
        theme, null, null, follow_up.note
    from follow_up
    join recommendations using (recommendation_id)
    where passes('follow_up', $sheets::varchar[])
        and follow_up."on" between $from_on::date and $to_on::date
),
said as (
    select told.*, places.region
    from told
    left join places using (institution_id)
    left join kinds using (visit_id)
    where passes(places.region, $regions::varchar[])
        and passes(addressee, $ministries::varchar[])
        and passes(places.institution_type, $institution_types::varchar[])
        and passes(kinds.visit_type, $visit_types::varchar[])
        and passes(theme, $themes::varchar[])
),
statement_rows as (
    select
        year, region, count(*) as total,
        count(visit_id) as visit_id, count(institution_id) as institution_id,
        count(addressee_level) as addressee_level, count(repeats) as repeats
    from said
    where sheet = 'recommendations'
    group by all
),
event_rows as (
    select year, region, count(*) as total, count(note) as note
    from said
    where sheet = 'follow_up'
    group by all
),
cells as (
    select year, region, 'institutions' as sheet, total,
        unnest(['district', 'closed_on', 'name_kk']) as column_name,
        unnest([district, closed_on, name_kk]) as recorded
    from place_rows
    union all
    select year, region, 'recommendations', total,
        unnest(['visit_id', 'institution_id', 'addressee_level', 'repeats']),
        unnest([visit_id, institution_id, addressee_level, repeats])
    from statement_rows
    union all
    select year, region, 'follow_up', total, 'note', note
    from event_rows
),
dimensions as (
    select unnest($by::varchar[]) as dimension
),
keyed_visits as (
    -- A visit to places of two regions counts once under each, and once in the total.
    select distinct
        dimension,
        case dimension when 'year' then year when 'region' then region else '' end as key,
        visit_id, ended_on, nullif(visit_type, 'unspecified') as visit_type, reported_on
    from dimensions, chosen_visits(
        $from_on::date, $to_on::date, $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[]
    )
    where passes('visits', $sheets::varchar[])
),
visit_rows as (
    select dimension, key, count(*) as total, count(ended_on) as ended_on,
        count(visit_type) as visit_type, count(reported_on) as reported_on
    from keyed_visits
    group by all
),
answers as (
    select dimension, key, sheet, column_name, sum(recorded) as recorded, sum(total) as total
    from (
        select
            dimension,
            case dimension when 'year' then year::varchar when 'region' then region else '' end
                as key,
            cells.* exclude (year, region)
        from dimensions, cells
    )
    group by all
    union all
    select dimension, key, 'visits', unnest(['ended_on', 'visit_type', 'reported_on']),
        unnest([ended_on, visit_type, reported_on]), total
    from visit_rows
),
columns_of_the_register as (
    select unnest([
        ('institutions', 'district'), ('institutions', 'closed_on'), ('institutions', 'name_kk'),
        ('visits', 'ended_on'), ('visits', 'visit_type'), ('visits', 'reported_on'),
        ('recommendations', 'visit_id'), ('recommendations', 'institution_id'),
        ('recommendations', 'addressee_level'), ('recommendations', 'repeats'),
        ('follow_up', 'note')
    ]) as pair
)
select dimension, key, sheet, column_name, recorded::bigint as recorded, total::bigint as total
from answers
union all
-- Without a record the total still has a row for each column.
select 'total', '', pair[1], pair[2], 0, 0
from columns_of_the_register
where list_contains($by::varchar[], 'total')
    and passes(pair[1], $sheets::varchar[])
    and not exists (
        from answers
        where dimension = 'total' and sheet = pair[1] and column_name = pair[2]
    )
order by dimension, key nulls last, sheet, column_name
