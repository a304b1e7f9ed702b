-- One row per decision of sales, as lead scoring wants to have it.

with

deals as (

    select * from {{ ref('deals') }}

),

deal_outcomes as (

    select
        deal_id as outcome_id,
        contact_id as lead_id,
        case phase
            when 'closed won' then 'won'
            when 'closed lost' then 'lost'
            else 'opportunity'
        end as outcome,
        entered_at as occurred_at,
        value_eur as amount
    from deals

)

select * from deal_outcomes
