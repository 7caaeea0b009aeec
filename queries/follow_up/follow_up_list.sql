-- purpose: The working list: recommendations that pass the filter, with what became of them by a day.
-- grain: one row for each recommendation (chain) of the page asked for, or of all pages; a page after the last one means the last.
-- parameters: from_on date, to_on date, as_of date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[], statuses varchar[], judges varchar[], older_than integer, replies varchar[], only_repeated boolean, beginnings varchar[], chain_id varchar, sort varchar, page bigint, rows_a_page bigint, language varchar
-- columns: number bigint, total bigint, chain_id varchar, issued_on date, ministry varchar, addressee_level varchar, theme varchar, institution_id varchar, place varchar, institution_type varchar, region varchar, status varchar, judge varchar, reply varchar, reply_due_on date, times_said bigint, latest_on date, age_months bigint, text varchar
with likely as (
    -- The longest word comes first and leaves the fewest texts to look through for the others.
    from chain_texts
    where exists (
        from beginnings_of(($beginnings::varchar[])[1:1]) where contains(search_text, beginning)
    )
),
found as (
    select chain_number
    from likely
    join beginnings_of($beginnings::varchar[]) on contains(search_text, beginning)
    group by chain_number
    having count(distinct word) = len(list_distinct($beginnings::varchar[]))
),
chapters as (
    select portfolio, min(display_order) as chapter from institution_types group by portfolio
),
standing as (
    select
        chain.*,
        status,
        case when status = 'no_information' then 'nobody'
             when is_verified then 'npm'
             else 'authority' end as judge,
        reply_on(reply_due_on, first_reply_on, $as_of::date) as reply
    from chosen_chains(
        $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    ) as chain
    join status_spans using (chain_number, issued_on)
    where is_within($as_of::date, from_on, until_on)
),
listed as materialized (
    select
        chain_number,
        status,
        judge,
        reply,
        case $sort
            when 'newest' then -chain_number
            when 'most_said' then -times_said
            when 'latest_event' then date '2000-01-01' - latest_on
            when 'addressee' then chapter
        end as place_in_order
    from standing
    join chain_texts using (chain_number)
    join chapters on portfolio = ministry
    where passes(status, $statuses::varchar[])
        and passes(judge, $judges::varchar[])
        and ($older_than is null or months_after(issued_on, $older_than) < $as_of::date)
        and passes(reply, $replies::varchar[])
        and (not $only_repeated or times_said > 1)
        and ($beginnings is null or chain_number in (from found))
        and ($chain_id is null or chain_id = $chain_id)
),
counted as (
    select
        count(*) as total,
        coalesce(greatest(least($page - 1, (total - 1) // $rows_a_page), 0) * $rows_a_page, 0)
            as skipped
    from listed
),
paged as (
    -- Cut to the page before anything wide is fetched.
    from listed
    order by place_in_order, chain_number
    limit $rows_a_page offset (select skipped from counted)
)
select
    row_number() over (order by place_in_order, chain_number) + skipped as number,
    total,
    chain_id,
    chains.issued_on,
    chains.ministry,
    chains.addressee_level,
    chains.theme,
    institution_id,
    name_in($language, places.name, places.name_kk) as place,
    chains.institution_type,
    chains.region,
    paged.status,
    paged.judge,
    paged.reply,
    chains.reply_due_on,
    chain_texts.times_said,
    chain_texts.latest_on,
    datediff('month', issued_on, $as_of::date)
        - (months_after(issued_on, datediff('month', issued_on, $as_of::date)) > $as_of::date)::bigint
        as age_months,
    chain_texts.text
from paged
cross join counted
join chains using (chain_number)
join chain_texts using (chain_number)
left join places using (institution_id)
order by number
