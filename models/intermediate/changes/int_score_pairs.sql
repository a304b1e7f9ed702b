-- One row per person and scored day with an earlier one: the score of that day and of the day before it in history.

{{ config(materialized='view') }}

{%- set compared = ['segment', 'score', 'raw_score', 'last_engaged_on'] %}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

paired as (

    select
        person_id,
        lead_id,
        scored_on,
        {%- for column in compared %}
        {{ column }},
        lag({{ column }}) over (partition by person_id order by scored_on) as previous_{{ column }},
        {%- endfor %}
        lag(scored_on) over (partition by person_id order by scored_on) as previous_scored_on
    from scored_people

),

score_pairs as (

    select
        person_id,
        lead_id,
        scored_on,
        {%- for column in compared %}
        {{ column }},
        previous_{{ column }},
        {%- endfor %}
        previous_scored_on
    from paired
    where previous_scored_on is not null

)

select * from score_pairs
