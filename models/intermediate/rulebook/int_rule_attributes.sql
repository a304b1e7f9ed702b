-- One row per scorecard, attribute that its rulebook asks about, and raw attribute it is read from.
{{ config(materialized='view') }}

with

conditions as (

    select * from {{ ref('int_conditions') }}

),

derivations as (

    {% for attribute, sources in derived_attributes().items() %}
    {% for source_attribute in sources or [attribute] %}
    select
        '{{ attribute }}' as attribute,
        '{{ source_attribute }}' as source_attribute
    {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

asked as (

    select distinct
        scorecard,
        signal as attribute
    from conditions
    where signal_type = 'attribute'

),

rule_attributes as (

    select
        asked.scorecard,
        asked.attribute,
        coalesce(derivations.source_attribute, asked.attribute) as source_attribute
    from asked
    left join derivations
        on asked.attribute = derivations.attribute

)

select * from rule_attributes
