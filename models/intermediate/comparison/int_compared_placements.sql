-- One row per backtest day and person: the share of the other class (customers for the others, the others for
-- customers) whose score lies below his under each rulebook, a tie counting half.

with

compared_backtest as (

    select * from {{ ref('int_compared_backtest') }}

),

-- Ranks of those who tie are their mean; twice the rank, so that all are whole numbers.
ranked as (

    select
        side,
        scored_on,
        person_id,
        has_converted,
        2 * rank() over (partition by side, scored_on order by score)
        + count(*) over (partition by side, scored_on, score) as rank_twice,
        2 * rank() over (partition by side, scored_on, has_converted order by score)
        + count(*) over (partition by side, scored_on, has_converted, score) as own_rank_twice,
        count(*) over (partition by side, scored_on) as people,
        count(*) over (partition by side, scored_on, has_converted) as own_people
    from compared_backtest

),

placed as (

    select
        side,
        scored_on,
        person_id,
        has_converted,
        cast(rank_twice - own_rank_twice as {{ type_double() }})
        / nullif(2 * (people - own_people), 0) as placement
    from ranked

),

compared_placements as (

    select
        scored_on,
        person_id,
        has_converted,
        max(case when side = 'old' then placement end) as old_placement,
        max(case when side = 'new' then placement end) as new_placement
    from placed
    group by scored_on, person_id, has_converted

)

select * from compared_placements
