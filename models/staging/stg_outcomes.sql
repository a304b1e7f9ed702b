-- One row per outcome that sales recorded: typed, in UTC, without duplicates.

with

checked_outcomes as (

    select * from {{ ref('stg_outcomes_checked') }}

),

outcomes as (

    select
        outcome_id,
        lead_id,
        lower(email) as email,
        lower(outcome) as outcome,
        {{ read_amount('amount') }} as amount,
        upper(currency) as currency,
        product,
        reason,
        occurred_at,
        cast(occurred_at as date) as occurred_on
    from checked_outcomes
    where record_status = 'usable'

)

select * from outcomes
