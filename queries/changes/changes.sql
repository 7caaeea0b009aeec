-- purpose: What changed of recommendations after one day and up to a later one, by kind of change.
-- grain: one row for each dimension and key that something changed under, each recommendation a key of `record` (the latest issued first, a stretch of them); the total has its row always.
-- parameters: by varchar[], kind varchar, before_on date, after_on date, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[], most bigint, skipped bigint
-- columns: dimension varchar, key varchar, issued bigint, repeated bigint, replied bigint, claimed bigint, verified bigint, downgraded bigint, no_longer_applicable bigint, reply_overdue bigint, reply_arrived bigint
with moved as (
    -- Only a span that began in between can say another status than there was before.
    select
        chain_number,
        later.status as status_after,
        later.is_verified as is_verified_after,
        coalesce(earlier.status, 'not_issued') as status_before,
        coalesce(earlier.is_verified, false) as is_verified_before
    from status_spans as later
    left join (
        -- It has ended by then, as another began.
        from status_spans
        where from_on <= $before_on::date and until_on > $before_on::date
            and until_on <= $after_on::date
    ) as earlier using (chain_number)
    where later.from_on > $before_on::date
        and is_within($after_on::date, later.from_on, later.until_on)
),
said_again as (
    select chain_id, count(*) as times_said_again
    from statements
    where is_repeat and issued_on > $before_on::date and issued_on <= $after_on::date
    group by chain_id
),
touched as (
    -- The others stand as they stood: answered before or not due in between, of the same status,
    -- not said again.
    select chain_number from chains
    where reply_due_on > $before_on::date or first_reply_on > $before_on::date
    union all
    select chain_number from moved
    union all
    select chain_number from chains semi join said_again using (chain_id)
),
known as (
    select chain.*,
        moved.* exclude (chain_number),
        coalesce(times_said_again, 0) as repeated,
        issued_on > $before_on::date as is_issued,
        first_reply_on > $before_on::date and first_reply_on <= $after_on::date as is_replied,
        reply_on(reply_due_on, first_reply_on, $before_on::date) as reply_before,
        reply_on(reply_due_on, first_reply_on, $after_on::date) as reply_after
    from chosen_chains(
        '-infinity'::date, $after_on::date, $regions::varchar[], $ministries::varchar[],
        $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
    ) as chain
    semi join touched using (chain_number)
    left join moved using (chain_number)
    left join said_again using (chain_id)
),
compared as (
    select *,
        status_after = 'implemented' and not is_verified_after and status_before <> 'implemented'
            as is_claimed,
        status_after = 'implemented' and is_verified_after
            and not (status_before = 'implemented' and is_verified_before) as is_verified,
        status_before = 'implemented'
            and status_after not in ('implemented', 'no_longer_applicable') as is_downgraded,
        status_after = 'no_longer_applicable' and status_before <> 'no_longer_applicable'
            as is_no_longer_applicable,
        reply_after = 'overdue' and reply_before <> 'overdue' as is_reply_overdue,
        reply_before = 'overdue' and is_replied as is_reply_arrived
    from known
),
changed as (
    from compared
    where case $kind::varchar
        when 'issued' then is_issued
        when 'repeated' then repeated > 0
        when 'replied' then is_replied
        when 'claimed' then is_claimed
        when 'verified' then is_verified
        when 'downgraded' then is_downgraded
        when 'no_longer_applicable' then is_no_longer_applicable
        when 'reply_overdue' then is_reply_overdue
        when 'reply_arrived' then is_reply_arrived
        else is_issued or repeated > 0 or is_replied or is_claimed or is_verified or is_downgraded
            or is_no_longer_applicable or is_reply_overdue end
)
select
    dimension,
    case dimension when 'record' then chain_id else place_key(dimension, changed) end as key,
    count(*) filter (is_issued) as issued,
    coalesce(sum(repeated), 0)::bigint as repeated,
    count(*) filter (is_replied) as replied,
    count(*) filter (is_claimed) as claimed,
    count(*) filter (is_verified) as verified,
    count(*) filter (is_downgraded) as downgraded,
    count(*) filter (is_no_longer_applicable) as no_longer_applicable,
    count(*) filter (is_reply_overdue) as reply_overdue,
    count(*) filter (is_reply_arrived) as reply_arrived
from (select unnest($by::varchar[]) as dimension)
left join changed on true
group by all
having dimension = 'total' or count(chain_id) > 0
order by
    dimension,
    max(issued_on) filter (dimension = 'record') desc,
    max(chain_id) filter (dimension = 'record') desc,
    key nulls last
limit $most::bigint
offset $skipped::bigint
