{#- The hits of one component's rules: those in force on the scoring day for the person's segment.
    An attribute that matches is one hit on the scoring day itself. -#}
{% macro component_hits(component) -%}
with

rules as (

    select * from {{ ref('stg_scoring_rules') }}
    where component = '{{ component }}'

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

hits as (

    select
        scored_on,
        person_id,
        condition_key as rule_key,
        scored_on as hit_on,
        1 as hits
    from {{ ref('int_person_conditions') }}
    where condition_kind = 'rule'

    union all

    select
        scored_on,
        person_id,
        condition_key as rule_key,
        occurred_on as hit_on,
        hits
    from {{ ref('int_person_event_hits') }}
    where condition_kind = 'rule'

),

component_hits as (

    select
        hits.scored_on,
        hits.person_id,
        hits.rule_key,
        hits.hit_on,
        hits.hits
    from hits
    inner join rules
        on
            hits.rule_key = rules.rule_key
            and hits.scored_on between rules.valid_from and rules.valid_to
    inner join person_segments
        on
            hits.scored_on = person_segments.scored_on
            and hits.person_id = person_segments.person_id
            and rules.segment in ('*', person_segments.segment)

)

select * from component_hits
{%- endmacro %}
