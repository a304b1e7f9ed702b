-- One row per rule with dates that asks the same of the same leads as a rule of another id, on days of both: most
-- likely one was to replace the other. Rules without dates may count one signal twice on purpose.

{%- set same = ['component', 'segment', 'signal_type', 'signal', 'field', 'operator'] %}
{%- set same_or_empty = ['operand', 'min_hits', 'within_days'] %}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

doubles as (

    select
        rules.scorecard,
        rules.rule_key,
        {{ first_text('other_rules.rule_id') }} as other_rule
    from rules
    inner join rules as other_rules
        on
            rules.scorecard = other_rules.scorecard
            and rules.rule_id <> other_rules.rule_id
            {%- for column in same %}
            and rules.{{ column }} = other_rules.{{ column }}
            {%- endfor %}
            {%- for column in same_or_empty %}
            and {{ is_same('rules.' ~ column, 'other_rules.' ~ column) }}
            {%- endfor %}
            and rules.valid_from <= other_rules.valid_to
            and rules.valid_to >= other_rules.valid_from
    where
        rules.valid_from > cast('0001-01-01' as date)
        or rules.valid_to < cast('9999-12-31' as date)
    group by rules.scorecard, rules.rule_key

),

doubled_rules as (

    select
        rules.scorecard,
        rules.rule_key,
        rules.rule_id,
        rules.file_name,
        rules.row_number,
        rules.is_filled_in,
        doubles.other_rule
    from rules
    inner join doubles
        on
            rules.scorecard = doubles.scorecard
            and rules.rule_key = doubles.rule_key

)

select * from doubled_rules
