-- One row per challenger (scorecard), stage under the scorecard in force, stage under the challenger and
-- cause of the move from the one to the other, on the latest day.

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

rulebook_diff as (

    select
        *,
        coalesce(cause, 'none') as cause_or_none
    from {{ ref('rulebook_diff') }}

),

rulebook_diff_stages as (

    select
        rulebook_diff.scorecard,
        rulebook_diff.old_stage,
        rulebook_diff.new_stage,
        rulebook_diff.cause_or_none as cause,
        rulebook_diff.movement,
        cast(count(*) as bigint) as people
    from rulebook_diff
    inner join scoring_dates
        on
            rulebook_diff.scorecard = scoring_dates.scorecard
            and rulebook_diff.scored_on = scoring_dates.scored_on
    group by
        rulebook_diff.scorecard,
        rulebook_diff.old_stage,
        rulebook_diff.new_stage,
        rulebook_diff.cause_or_none,
        rulebook_diff.movement

)

select * from rulebook_diff_stages
