-- One row per decision of sales in Salesforce and person, in the shape of the contract's outcomes: from opportunities,
-- changes of a lead's status, and conversions.
{{ config(enabled=is_source('salesforce')) }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

opportunities as (

    select * from {{ ref('stg_salesforce__opportunities') }}

),

buyers as (

    select * from {{ ref('stg_salesforce__buyers') }}

),

status_changes as (

    select * from {{ ref('stg_salesforce__status_changes') }}

),

people as (

    select * from {{ ref('stg_salesforce__people') }}

),

outcomes as (

    {% for outcome in ['opportunity', 'closed'] %}
    select
        'salesforce:' || opportunities.opportunity_id || ':{{ outcome }}:' || buyers.person_id as outcome_id,
        buyers.person_id as lead_id,
        {{ "'opportunity'" if outcome == 'opportunity' else 'opportunities.outcome' }} as outcome,
        opportunities.{{ 'created_at' if outcome == 'opportunity' else 'closed_at' }} as occurred_at,
        case when buyers.buyer_rank = 1 then opportunities.amount end as amount,
        case when buyers.buyer_rank = 1 then opportunities.currency end as currency,
        {{ no_text if outcome == 'opportunity'
            else "case when opportunities.outcome = 'lost' then opportunities.lost_reason end" }} as reason
    from opportunities
    inner join buyers
        on opportunities.opportunity_id = buyers.opportunity_id
    {{ 'where opportunities.outcome is not null' if outcome == 'closed' }}

    union all
    {% endfor %}

    select
        'salesforce:lead_history:' || history_id as outcome_id,
        lead_id,
        outcome,
        changed_at as occurred_at,
        {{ no_text }} as amount,
        {{ no_text }} as currency,
        case when outcome = 'rejected' then value end as reason
    from status_changes
    where outcome is not null

    union all

    select
        'salesforce:converted:' || person_id as outcome_id,
        person_id as lead_id,
        'accepted' as outcome,
        converted_at as occurred_at,
        {{ no_text }} as amount,
        {{ no_text }} as currency,
        {{ no_text }} as reason
    from people
    where converted_at is not null

)

select * from outcomes
