-- People, by their first lead, who are held out on one kept day and not on another.

with

history as (

    select * from {{ ref('lead_score_history') }}

),

founders as (

    select * from {{ ref('int_person_founders') }}

),

people as (

    select
        coalesce(founders.founder_lead_id, history.lead_id) as founder_lead_id,
        history.is_holdout
    from history
    left join founders
        on
            history.scored_on = founders.scored_on
            and history.lead_id = founders.lead_id

)

select founder_lead_id
from people
group by founder_lead_id
having
    max(case when is_holdout then 1 else 0 end) <> min(case when is_holdout then 1 else 0 end)
    or count(is_holdout) < count(*)
