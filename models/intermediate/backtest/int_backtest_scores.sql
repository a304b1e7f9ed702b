-- One row per backtest day, segment ('*' = all), population and score: how many had it, how many converted.

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

counted as (

    select
        scored_on,
        segment,
        is_disqualified,
        score,
        count(*) as people,
        sum(has_converted) as conversions
    from backtest
    group by scored_on, segment, is_disqualified, score

),

levels as (

    {{ report_levels() }}

),

in_segments as (

    select
        counted.scored_on,
        case when levels.is_total then '*' else counted.segment end as segment,
        counted.is_disqualified,
        counted.score,
        counted.people,
        counted.conversions
    from counted
    cross join levels

),

-- Disqualified people are out of the ranking that sales sees: 'open' leaves them out.
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
    where not is_disqualified

),

backtest_scores as (

    select
        scored_on,
        segment,
        population,
        score,
        cast(sum(people) as bigint) as people,
        cast(sum(conversions) as bigint) as conversions
    from in_populations
    group by scored_on, segment, population, score

)

select * from backtest_scores
