-- One row per challenger (scorecard) and side of its comparison: old is the scorecard in force, new the
-- challenger itself.
{{ config(materialized='view') }}

with

scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

challengers as (

    select
        challenging.scorecard,
        case when sides.scorecard_rank = 1 then 'old' else 'new' end as side,
        sides.scorecard as side_scorecard
    from scorecards as challenging
    inner join scorecards as sides
        on challenging.scorecard = sides.scorecard or sides.scorecard_rank = 1
    where challenging.scorecard_rank > 1

)

select * from challengers
