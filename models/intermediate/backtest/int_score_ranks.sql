-- One row per backtest day, segment ('*' = all), population and score: who stands above it, on it and below.
{{ config(materialized='view') }}

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
        cast(sum(people) over from_the_top - people as bigint) as people_above,
        cast(sum(conversions) over from_the_top - conversions as bigint) as conversions_above,
        cast(sum(people) over all_scores as bigint) as people,
        cast(sum(conversions) over all_scores as bigint) as conversions,
        cast(sum(people - conversions) over all_scores as bigint) as other_people,
        cast(sum(people - conversions) over from_the_bottom - people + conversions as bigint) as others_below
    from backtest_scores
    window
        all_scores as (partition by scored_on, segment, population),
        from_the_top as (partition by scored_on, segment, population order by score desc),
        from_the_bottom as (partition by scored_on, segment, population order by score asc)

)

select * from score_ranks
