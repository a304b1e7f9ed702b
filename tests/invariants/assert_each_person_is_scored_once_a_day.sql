-- People of a scoring day who are not scored exactly once, and scores of nobody.

with

people as (

    select * from {{ ref('int_people') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

counted as (

    select
        scored_on,
        lead_id,
        sum(people_rows) as people_rows,
        sum(score_rows) as score_rows
    from (
        select
            scored_on,
            lead_id,
            1 as people_rows,
            0 as score_rows
        from people

        union all

        select
            scored_on,
            lead_id,
            0 as people_rows,
            1 as score_rows
        from scored_people
    ) as both_sides
    group by scored_on, lead_id

),

wrong as (

    select *
    from counted
    where people_rows <> 1 or score_rows <> 1

)

select * from wrong
