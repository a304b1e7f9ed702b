-- One row per scorecard, backtest day, segment ('*' = all), population and score: how many people have the
-- score, how many of them converted, and how many stand above and below.
{% set group = 'partition by scorecard, scored_on, segment, population' %}
{% set all_scores = 'over (' ~ group ~ ')' %}
{% set from_the_top = 'over (' ~ group ~ ' order by score desc rows unbounded preceding)' %}
{% set from_the_bottom = 'over (' ~ group ~ ' order by score asc rows unbounded preceding)' %}

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

counted as (

    select
        scorecard,
        scored_on,
        segment,
        is_closed,
        score,
        count(*) as people,
        sum(has_converted) as conversions
    from backtest
    group by scorecard, scored_on, segment, is_closed, score

),

levels as (

    {{ report_levels() }}

),

in_segments as (

    select
        counted.scorecard,
        counted.scored_on,
        case when levels.is_total then '*' else counted.segment end as segment,
        counted.is_closed,
        counted.score,
        counted.people,
        counted.conversions
    from counted
    cross join levels

),

-- Whom sales has turned down nobody ranks any more: the population 'open' leaves these people out.
in_populations as (

    select
        'all' as population,
        in_segments.*
    from in_segments

    union all

    select
        'open' as population,
        in_segments.*
    from in_segments
    where not is_closed

),

by_score as (

    select
        scorecard,
        scored_on,
        segment,
        population,
        score,
        cast(sum(people) as bigint) as people,
        cast(sum(conversions) as bigint) as conversions
    from in_populations
    group by scorecard, scored_on, segment, population, score

),

score_ranks as (

    select
        scorecard,
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
    from by_score

)

select * from score_ranks
