-- One row per condition on an event and kind of event that satisfies it: its type, its asset, and the other fields
-- that conditions on events of the type ask for. Conditions are tried once per kind of event, not once per event.

with

event_kinds as (

    select distinct
        event_type,
        asset,
        {{ event_fields() | join(',\n        ') }}
    from {{ ref('int_event_hits_daily') }}

),

conditions as (

    select * from {{ ref('int_conditions') }}
    where signal_type = 'event'

),

tried as (

    select
        event_kinds.*,
        conditions.scorecard,
        conditions.condition_kind,
        conditions.condition_key,
        conditions.signal_type,
        conditions.operator,
        conditions.operand,
        conditions.operand_list,
        conditions.operand_number,
        conditions.operand_low,
        conditions.operand_high,
        case conditions.field
            {%- for field in event_fields() %}
            when '{{ field }}' then event_kinds.{{ field }}
            {%- endfor %}
            else event_kinds.asset
        end as tried_value
    from conditions
    inner join event_kinds
        on conditions.signal = event_kinds.event_type

),

condition_signals as (

    select
        tried.scorecard,
        tried.condition_kind,
        tried.condition_key,
        tried.event_type,
        {%- for field in event_fields() %}
        coalesce(tried.{{ field }}, '') as {{ field }},
        {%- endfor %}
        coalesce(tried.asset, '') as asset
    from tried
    where {{ condition_holds('tried.tried_value', read_number('tried.tried_value'), 'tried') }}

)

select * from condition_signals
