-- One row per scorecard, person and kept scoring day with an earlier one: the score of that day and of the
-- kept day before it.

{{ config(materialized='view') }}

{%- set compared = ['scored_on', 'segment', 'score', 'raw_score', 'last_engaged_on'] %}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

paired as (

    select
        scorecard,
        person_id,
        {%- for column in compared %}
        {{ column }},
        lag({{ column }}) over (partition by scorecard, person_id order by scored_on) as previous_{{ column }},
        {%- endfor %}
        lead_id
    from scored_people

),

score_pairs as (

    select
        scorecard,
        person_id,
        {%- for column in compared %}
        {{ column }},
        previous_{{ column }},
        {%- endfor %}
        lead_id
    from paired
    where previous_scored_on is not null

)

select * from score_pairs
