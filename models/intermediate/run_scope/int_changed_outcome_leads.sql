-- One row per lead whose outcomes another run knew otherwise: the day of the first that came, went or
-- changed.

with

{% set recorded = previous_run('state_outcomes') %}
outcomes as (

    select * from {{ ref('int_rule_outcomes') }}

),

known as (

    select recorded_outcomes.* from {{ recorded or ref('int_rule_outcomes') }} as recorded_outcomes

),

changed as (

    select
        coalesce(outcomes.lead_id, known.lead_id) as lead_id,
        coalesce(outcomes.occurred_on, known.occurred_on) as changed_from
    from outcomes
    full outer join known
        on
            outcomes.outcome_id = known.outcome_id
            and outcomes.lead_id = known.lead_id
            and outcomes.outcome = known.outcome
            and outcomes.occurred_at = known.occurred_at
    where outcomes.outcome_id is null or known.outcome_id is null

),

changed_outcome_leads as (

    select
        lead_id,
        min(changed_from) as changed_from
    from changed
    group by lead_id

)

select * from changed_outcome_leads
