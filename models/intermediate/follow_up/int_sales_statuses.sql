-- One row per scorecard, kept scoring day and person with an outcome of sales by then: what the latest one says.

with

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}
    where days_after_scoring <= 0

),

ranked as (

    select
        person_outcomes.*,
        row_number() over (
            partition by person_outcomes.scorecard, person_outcomes.scored_on, person_outcomes.person_id
            order by
                {{ latest_outcome_first('person_outcomes') }},
                {{ text_order('person_outcomes.outcome_id') }} asc
        ) as outcome_rank,
        max(case when person_outcomes.is_conversion or person_outcomes.outcome = 'won' then 1 else 0 end) over (
            partition by person_outcomes.scorecard, person_outcomes.scored_on, person_outcomes.person_id
        ) as has_won
    from person_outcomes

),

sales_statuses as (

    select
        scorecard,
        scored_on,
        person_id,
        outcome as sales_status,
        occurred_on as sales_status_on,
        reason as sales_status_reason,
        has_won = 1 as is_customer
    from ranked
    where outcome_rank = 1

)

select * from sales_statuses
