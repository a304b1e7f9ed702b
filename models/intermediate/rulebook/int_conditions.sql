-- One row per scorecard and condition the rulebook sets on an attribute or an event: of rules, overrides,
-- segments, terms of the probability, and as parts of those in conditions.csv. It waits for the checks, so that
-- nothing is matched by a rulebook that cannot work.
-- depends_on: {{ ref('rulebook_problems') }}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

overrides as (

    select * from {{ ref('stg_overrides') }}

),

segments as (

    select * from {{ ref('stg_segments') }}

),

combined as (

    select * from {{ ref('stg_conditions') }}

),

probability_terms as (

    select * from {{ ref('stg_probability_terms') }}

),

unioned as (

    select
        scorecard,
        'rule' as condition_kind,
        rule_key as condition_key,
        signal_type,
        signal,
        field,
        operator,
        operand
    from rules
    where signal_type in ('attribute', 'event')

    union all

    select
        scorecard,
        'override' as condition_kind,
        override_id as condition_key,
        signal_type,
        signal,
        field,
        operator,
        operand
    from overrides
    where signal_type in ('attribute', 'event')

    union distinct

    select
        scorecard,
        'condition' as condition_kind,
        condition_key,
        signal_type,
        signal,
        field,
        operator,
        operand
    from combined

    union distinct

    select
        scorecard,
        'segment' as condition_kind,
        {{ segment_condition_key() }} as condition_key,
        'attribute' as signal_type,
        attribute as signal,
        'asset' as field,
        operator,
        operand
    from segments
    where attribute <> 'condition'

    union distinct

    select
        scorecard,
        'probability' as condition_kind,
        condition_key,
        signal_type,
        signal,
        'asset' as field,
        operator,
        operand
    from probability_terms
    where signal_type in ('attribute', 'event')

),

-- Names that have aliases are compared as these are, without dots: U.S.A. is usa. The value of an event is a number:
-- 30.0 is 30.
lowered as (

    select
        scorecard,
        condition_kind,
        condition_key,
        signal_type,
        signal,
        field,
        operator,
        case
            when signal_type = 'attribute' and signal in ('country', 'industry', 'lead_source')
                then {{ alias_key('operand') }}
            when field = 'value' and operator in ('equals', 'not_equals')
                then coalesce({{ plain_number(read_number('operand')) }}, operand)
            else lower(operand)
        end as operand
    from unioned

),

conditions as (

    select
        scorecard,
        condition_kind,
        condition_key,
        {{ condition_number('condition_kind', 'condition_key') }} as condition_number,
        signal_type,
        signal,
        field,
        operator,
        operand,
        -- '|a|b|c|': a value is in the list if '|value|' stands in this text.
        '|' || {{ trim_list_items('operand') }} || '|' as operand_list,
        {{ read_number('operand') }} as operand_number,
        {{ read_number(clean_text(dbt.split_part('operand', "'|'", 1))) }} as operand_low,
        {{ read_number(clean_text(dbt.split_part('operand', "'|'", 2))) }} as operand_high
    from lowered

)

select * from conditions
