-- Visitors who are two people on the last day that this run scores.

with

last_day as (

    select max(scored_on) as scored_on from {{ ref('int_dates_this_run') }}

),

two_people as (

    select visitor_map.visitor_key
    from {{ ref('int_visitor_map') }} as visitor_map
    inner join last_day
        on visitor_map.scored_on = last_day.scored_on
    group by visitor_map.visitor_key
    having count(*) > 1

)

select * from two_people
