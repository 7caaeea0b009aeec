-- purpose: A recommendation, however often it was said: the chain of statements that repeat each other.
-- grain: one row for each chain, with the first statement's date, addressee, theme, place and visit; `chain_number` counts them in the order of issue, then of the file; a written reply is due three months after the day of issue.
-- columns: chain_id varchar, issued_on date, year varchar, month varchar, ministry varchar, addressee_level varchar, theme varchar, institution_id varchar, region varchar, region_2016 varchar, region_2018 varchar, institution_type varchar, visit_type varchar, statements bigint, first_reply_on date, first_answer_on date, chain_number bigint, reply_due_on date
with answers as (
    select
        chain_id,
        min(happened_on) filter (axis = 'reply') as first_reply_on,
        min(happened_on) filter (axis = 'reply' or judge = 'authority') as first_answer_on
    from chain_events
    group by chain_id
),
visit_types as (
    select visit_id, any_value(visit_type) as visit_type from visits group by visit_id
),
sizes as (
    select chain_id, count(*) as statements from statements group by chain_id
)
select
    firsts.recommendation_id as chain_id,
    firsts.issued_on,
    strftime(firsts.issued_on, '%Y') as year,
    strftime(firsts.issued_on, '%Y-%m') as month,
    firsts.addressee as ministry,
    firsts.addressee_level,
    firsts.theme,
    firsts.institution_id,
    places.region,
    places.region_2016,
    places.region_2018,
    places.institution_type,
    visit_types.visit_type,
    sizes.statements,
    answers.first_reply_on,
    answers.first_answer_on,
    row_number() over (order by firsts.issued_on, firsts.row_number) as chain_number,
    (firsts.issued_on + to_months(3))::date as reply_due_on
from recommendations as firsts
join sizes on sizes.chain_id = firsts.recommendation_id
left join answers on answers.chain_id = firsts.recommendation_id
left join places using (institution_id)
left join visit_types using (visit_id)
order by chain_number
