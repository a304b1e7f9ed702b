-- One row per scorecard and condition of its rulebook that asks for an event type or a value that the input never had.

with

{% set conditions = {
    'stg_scoring_rules': 'signal', 'stg_overrides': 'signal', 'stg_conditions': 'signal', 'stg_segments': 'attribute'
} %}
{% set common_attributes = ['lead_source', 'region', 'budget', 'authority', 'need', 'timeline'] %}
event_types as (

    select distinct event_type
    from {{ ref('stg_event_kinds') }}
    where kind_key in (select daily_hits.kind_key from {{ ref('int_event_hits_daily') }} as daily_hits)

),

-- Where there are no events, or no values of an attribute, there is nothing to compare with.
event_counts as (

    select count(*) as event_type_count from event_types

),

known_values as (

    select distinct
        scorecard,
        attribute,
        lower(value) as value
    from {{ ref('int_attribute_dictionary') }}
    where
        attribute in (
            {%- for attribute in common_attributes + custom_attributes() %}
            {{ text_literal(attribute | lower) }}{{ ',' if not loop.last }}
            {%- endfor %}
        )

),

conditions as (

    {% for model, signal in conditions.items() -%}
    select
        scorecard,
        {{ "'attribute'" if model == 'stg_segments' else 'signal_type' }} as signal_type,
        {{ signal }} as attribute,
        operator,
        operand
    from {{ ref(model) }}
    {{ 'union distinct' if not loop.last }}
    {% endfor %}
),

unseen_events as (

    select
        conditions.scorecard,
        conditions.attribute,
        conditions.operator,
        conditions.operand
    from conditions
    cross join event_counts
    left join event_types
        on conditions.attribute = event_types.event_type
    where
        conditions.signal_type = 'event'
        and event_types.event_type is null
        and event_counts.event_type_count > 0

),

asked as (

    select
        scorecard,
        attribute,
        operator,
        operand
    from conditions
    where
        signal_type = 'attribute'
        and operator in ('equals', 'in')
        and attribute in (select known_values.attribute from known_values)

),

places as (

    {{ item_places() }}

),

items as (

    {{ operand_items('asked') }}

),

-- A rule may name an alias of what the input has.
compared as (

    select
        items.*,
        known_values.value as known_value,
        max(known_values.value) over (partition by items.scorecard, items.attribute) as any_known_value
    from items
    left join {{ ref('int_aliases') }} as aliases
        on
            items.scorecard = aliases.scorecard
            and items.attribute = aliases.attribute
            and {{ alias_key('items.item') }} = aliases.alias
    left join known_values
        on
            items.scorecard = known_values.scorecard
            and items.attribute = known_values.attribute
            and lower(coalesce(aliases.standard_value, items.item)) = known_values.value
    where items.item is not null

),

-- Rules for common attributes name values that not every team has; one that the input has shows that the words are
-- the same.
unseen_values as (

    select
        scorecard,
        attribute,
        operator,
        operand,
        {{ join_rows(in_quotes('item'), ' or ') }} as unseen_values
    from compared
    where
        known_value is null
        and (
            any_known_value is null
            or attribute not in (
                {%- for attribute in common_attributes %}
                '{{ attribute }}'{{ ',' if not loop.last }}
                {%- endfor %}
            )
        )
    group by scorecard, attribute, operator, operand

),

unseen_signals as (

    select
        scorecard,
        'event' as signal_type,
        attribute as signal,
        operator,
        operand,
        cast(null as {{ dbt.type_string() }}) as unseen_values
    from unseen_events

    union all

    select
        scorecard,
        'attribute' as signal_type,
        attribute as signal,
        operator,
        operand,
        unseen_values
    from unseen_values

)

select * from unseen_signals
