-- One row per condition on an event and kind of event (type and asset) that satisfies it. Conditions are
-- tried once per kind of event, not once per event.

with

event_kinds as (

    select distinct
        event_type,
        asset
    from {{ ref('int_event_hits_daily') }}

),

conditions as (

    select * from {{ ref('int_conditions') }}
    where signal_type = 'event'

),

condition_signals as (

    select
        conditions.scorecard,
        conditions.condition_kind,
        conditions.condition_key,
        event_kinds.event_type,
        coalesce(event_kinds.asset, '') as asset
    from conditions
    inner join event_kinds
        on conditions.signal = event_kinds.event_type
    where {{ condition_holds('event_kinds.asset', read_number('event_kinds.asset'), 'conditions') }}

)

select * from condition_signals
