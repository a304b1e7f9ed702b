-- One row per person and scored day that has one before it: the person and the day before.

{{ config(materialized='view') }}

{%- set told = ['segment', 'score', 'raw_score', 'last_engaged_on'] %}

with

scored_leads as (

    select * from {{ ref('int_scored_leads') }}

),

heirs as (

    select * from {{ ref('int_heirs') }}

),

-- A person goes on from the one that his primary lead belonged to.
followed as (

    select
        lead_id,
        scored_on,
        person_lead_id,
        lag(person_lead_id) over (partition by lead_id order by scored_on) as previous_lead_id,
        {%- for column in told %}
        {{ column }},
        lag({{ column }}) over (partition by lead_id order by scored_on) as previous_{{ column }},
        {%- endfor %}
        lag(scored_on) over (partition by lead_id order by scored_on) as previous_scored_on
    from scored_leads

),

score_pairs as (

    select
        lead_id,
        scored_on,
        previous_lead_id,
        {%- for column in told %}
        {{ column }},
        previous_{{ column }},
        {%- endfor %}
        previous_scored_on
    from followed
    where
        person_lead_id = lead_id
        and previous_scored_on is not null

    union all

    select
        lead_id,
        scored_on,
        previous_lead_id,
        {%- for column in told %}
        {{ column }},
        previous_{{ column }},
        {%- endfor %}
        previous_scored_on
    from heirs

)

select * from score_pairs
