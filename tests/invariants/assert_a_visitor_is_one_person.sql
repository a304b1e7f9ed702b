-- Visitors, and anonymous_ids, who are two people on the last day that this run scores.

with

last_day as (

    select max(scored_on) as scored_on from {{ ref('int_dates_this_run') }}

),

two_people_by_key as (

    select cast(visitor_map.visitor_key as {{ dbt.type_string() }}) as visitor
    from {{ ref('int_visitor_map') }} as visitor_map
    inner join last_day
        on visitor_map.scored_on = last_day.scored_on
    group by visitor_map.visitor_key
    having count(*) > 1

),

two_people_by_tie as (

    select anonymous_ties.anonymous_id as visitor
    from {{ ref('int_anonymous_ties') }} as anonymous_ties
    inner join last_day
        on anonymous_ties.scored_on = last_day.scored_on
    group by anonymous_ties.anonymous_id
    having count(*) > 1

),

wrong as (

    select * from two_people_by_key

    union all

    select * from two_people_by_tie

)

select * from wrong
