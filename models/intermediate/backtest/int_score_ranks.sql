-- One row per backtest day, segment ('*' = all), population and score: who stands above it, on it and below.
{{ config(materialized='view') }}
{% set group = 'partition by scored_on, segment, population' %}
{% set all_scores = 'over (' ~ group ~ ')' %}
{% set from_the_top = 'over (' ~ group ~ ' order by score desc rows unbounded preceding)' %}
{% set from_the_bottom = 'over (' ~ group ~ ' order by score asc rows unbounded preceding)' %}

with

backtest_scores as (

    select * from {{ ref('int_backtest_scores') }}

),

score_ranks as (

    select
        scored_on,
        segment,
        population,
        score,
        people as tied_people,
        conversions as tied_conversions,
        people - conversions as tied_others,
        cast(sum(people) {{ from_the_top }} - people as bigint) as people_above,
        cast(sum(conversions) {{ from_the_top }} - conversions as bigint) as conversions_above,
        cast(sum(people) {{ all_scores }} as bigint) as people,
        cast(sum(conversions) {{ all_scores }} as bigint) as conversions,
        cast(sum(people - conversions) {{ all_scores }} as bigint) as other_people,
        cast(sum(people - conversions) {{ from_the_bottom }} - people + conversions as bigint) as others_below
    from backtest_scores

)

select * from score_ranks
