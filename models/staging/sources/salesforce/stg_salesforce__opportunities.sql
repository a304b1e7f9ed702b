-- One row per opportunity of Salesforce that is not deleted, with the outcome of its stage, if it has one.
{{ config(enabled=is_source('salesforce')) }}

with

opportunities as (

    {{ source_rows('salesforce', 'opportunity') }}

),

stage_entries as (

    select
        opportunity_id,
        stage,
        min(entered_at) as entered_at
    from ({{ source_rows('salesforce', 'opportunity_history') }}) as history
    group by opportunity_id, stage

),

-- The close date is a day, and before the end a forecast.
judged as (

    select
        opportunities.opportunity_id,
        opportunities.account_id,
        opportunities.contact_id,
        opportunities.created_at,
        coalesce(stage_entries.entered_at, opportunities.close_date) as closed_at,
        opportunities.amount,
        opportunities.currency,
        opportunities.lost_reason,
        case
            when opportunities.is_won then 'won'
            when opportunities.is_closed and not opportunities.is_won then 'lost'
        end as outcome
    from opportunities
    left join stage_entries
        on
            opportunities.opportunity_id = stage_entries.opportunity_id
            and opportunities.stage = stage_entries.stage
    where not coalesce(opportunities.is_deleted, false)

)

select * from judged
