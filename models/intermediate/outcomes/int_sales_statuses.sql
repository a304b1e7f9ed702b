-- One row per scorecard, kept scoring day and person with an outcome of sales by then: what the latest one says.

with

settings as (

    select * from {{ ref('stg_settings') }}

),

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
        ranked.scorecard,
        ranked.scored_on,
        ranked.person_id,
        ranked.outcome as sales_status,
        ranked.occurred_on as sales_status_on,
        ranked.outcome in ('accepted', 'opportunity') and ranked.has_won = 0 as is_in_work,
        ranked.has_won = 1
        or (
            ranked.outcome in ('rejected', 'lost')
            and {{ is_listed('ranked.reason', 'settings.never_recycle_reasons') }}
        ) as is_final
    from ranked
    inner join settings
        on ranked.scorecard = settings.scorecard
    where ranked.outcome_rank = 1

)

select * from sales_statuses
