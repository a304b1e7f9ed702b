-- One row per row of the input that could not be used, with the reason.

{%- set shown_row = 'rejected_row' if var('personal_data_in_marts') else 'masked_row' %}

with

leads as (

    select * from {{ ref('stg_leads_checked') }}

),

events as (

    select * from {{ ref('stg_event_rows') }}
    where reject_reason is not null

),

outcomes as (

    select * from {{ ref('stg_outcomes_checked') }}

),

identities as (

    select * from {{ ref('stg_identities_checked') }}

),

spend as (

    select * from {{ ref('stg_spend_checked') }}

),

unioned as (

    select
        'leads' as source_table,
        lead_id as record_key,
        reject_reason,
        {{ shown_row }} as record
    from leads
    where record_status = 'rejected'

    union all

    select
        'events' as source_table,
        rejected_event_id as record_key,
        reject_reason,
        {{ shown_row }} as record
    from events

    union all

    select
        'outcomes' as source_table,
        outcome_id as record_key,
        reject_reason,
        {{ shown_row }} as record
    from outcomes
    where record_status = 'rejected'

    union all

    select
        'identities' as source_table,
        lead_id as record_key,
        reject_reason,
        {{ shown_row }} as record
    from identities
    where record_status = 'rejected'

    union all

    select
        'spend' as source_table,
        record_key,
        reject_reason,
        {{ shown_row }} as record
    from spend
    where record_status = 'rejected'

),

rejected_records as (

    select
        cast(source_table as {{ dbt.type_string() }}) as source_table,
        record_key,
        cast(reject_reason as {{ dbt.type_string() }}) as reason,
        record
    from unioned

)

select * from rejected_records
