-- One row per row of scoring_rules.csv: its price, and its terms, all that makes it another rule.

{{ config(materialized='view') }}

{%- set terms = [
    'segment', 'signal_type', 'signal', 'operator', 'operand', 'is_frequency_rule', 'min_hits', 'within_days',
    'decay', amount('decay_days'), amount('decay_percent'), amount('grace_days'), 'decay_clock',
    amount('expires_after_days'),
] %}

with

scoring_rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

rule_terms as (

    select
        rule_id,
        valid_from,
        valid_to,
        segment,
        signal,
        points as price,
        signal_type = 'attribute' as is_attribute,
        -- An attribute or a frequency rule is met or not; the hits of other rules are counted.
        signal_type = 'attribute' or is_frequency_rule as is_state,
        signal_type = 'attribute'
        and (signal = 'days_since_created' or signal like 'days_since_last_%') as is_clock,
        {{ row_content(terms) }} as terms
    from scoring_rules

)

select * from rule_terms
