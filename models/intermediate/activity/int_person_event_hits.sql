-- One row per scorecard, scoring day, person, condition on an event and day with hits that satisfy it, by numbers. Hits
-- of bots are left out: they earn nothing. Conditions are tried once per kind of event, not once per event.

with

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}
    where hits > 0

),

people as (

    select * from {{ ref('int_people') }}

),

visitor_map as (

    select * from {{ ref('int_visitor_map') }}

),

conditions as (

    select * from {{ ref('int_conditions') }}
    where signal_type = 'event'

),

event_kinds as (

    select * from {{ ref('stg_event_kinds') }}

),

tried as (

    select
        event_kinds.kind_key,
        conditions.scorecard,
        conditions.condition_number,
        conditions.operator,
        conditions.operand,
        conditions.operand_list,
        conditions.operand_number,
        conditions.operand_low,
        conditions.operand_high,
        conditions.signal_type,
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

condition_signals as {{ materialized() }} (

    select
        tried.scorecard,
        tried.condition_number,
        tried.kind_key
    from tried
    where {{ condition_holds('tried.tried_value', read_number('tried.tried_value'), 'tried') }}

),

person_visitors as (

    select
        people.scorecard,
        people.scored_on,
        people.person_day_key,
        visitor_map.visitor_key
    from people
    inner join visitor_map
        on
            people.scored_on = visitor_map.scored_on
            and people.person_id = visitor_map.person_id

),

person_event_hits as (

    select
        person_visitors.person_day_key,
        person_visitors.scored_on,
        condition_signals.condition_number,
        daily_hits.occurred_on,
        cast(sum(daily_hits.hits) as integer) as hits
    from daily_hits
    inner join person_visitors
        on
            daily_hits.visitor_key = person_visitors.visitor_key
            and daily_hits.occurred_on <= person_visitors.scored_on
    inner join condition_signals
        on
            daily_hits.kind_key = condition_signals.kind_key
            and person_visitors.scorecard = condition_signals.scorecard
    group by
        person_visitors.person_day_key,
        person_visitors.scored_on,
        condition_signals.condition_number,
        daily_hits.occurred_on

)

select * from person_event_hits
