-- One row per stage under the old rulebook, stage under the new one and what moves people from the one to the
-- other, on the latest day.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

rulebook_diff as (

    select * from {{ ref('rulebook_diff') }}

),

rulebook_diff_stages as (

    select
        rulebook_diff.old_stage,
        rulebook_diff.new_stage,
        coalesce(rulebook_diff.cause, 'none') as cause,
        rulebook_diff.movement,
        cast(count(*) as bigint) as people
    from rulebook_diff
    inner join latest_day
        on rulebook_diff.scored_on = latest_day.scored_on
    group by
        rulebook_diff.old_stage,
        rulebook_diff.new_stage,
        coalesce(rulebook_diff.cause, 'none'),
        rulebook_diff.movement

)

select * from rulebook_diff_stages
