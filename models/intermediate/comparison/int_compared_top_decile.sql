-- One row per rulebook (side) and backtest day: how many of the tenth with the highest scores converted. Of
-- those who share the score at its edge, as many count as there is room for, in the mix that they have.

with

compared_backtest as (

    select * from {{ ref('int_compared_backtest') }}

),

scores as (

    select
        side,
        scored_on,
        score,
        count(*) as tied_people,
        sum(has_converted) as tied_customers
    from compared_backtest
    group by side, scored_on, score

),

placed as (

    select
        *,
        sum(tied_people) over (partition by side, scored_on) as people,
        sum(tied_customers) over (partition by side, scored_on) as customers,
        sum(tied_people) over (
            partition by side, scored_on order by score desc rows between unbounded preceding and current row
        ) - tied_people as people_above
    from scores

),

compared_top_decile as (

    select
        side,
        scored_on,
        people,
        customers,
        people / cast(10 as {{ type_double() }}) as top_people,
        sum(
            tied_customers * greatest(0, least(1, (
                people / cast(10 as {{ type_double() }}) - people_above
            ) / tied_people))
        ) as top_customers
    from placed
    group by side, scored_on, people, customers

)

select * from compared_top_decile
