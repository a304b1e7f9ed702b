-- One row per kept scoring day and person whose stage the new rulebook moves up or down, with what moved him.

with

compared_scores as (

    select * from {{ ref('int_compared_scores') }}

),

main_rules as (

    select * from {{ ref('int_compared_main_rules') }}

),

old_cuts as (

    select * from {{ scored_under('old', 'int_segment_stages') }}

),

new_cuts as (

    select * from {{ scored_under('new', 'int_segment_stages') }}

),

old_open as (

    select * from {{ scored_under('old', 'int_open_stages') }}

),

new_open as (

    select * from {{ scored_under('new', 'int_open_stages') }}

),

-- What is at stake is the higher of the two stages.
moves as (

    select
        *,
        case when movement = 'up' then new_stage else old_stage end as stage_at_stake
    from compared_scores
    where movement in ('up', 'down')

),

-- Points or cuts? Tried by holding the old points against the new cuts, those of the segment that the new
-- rulebook puts the person into.
judged as (

    select
        moves.scored_on,
        moves.person_id,
        moves.movement,
        main_rules.rule_id,
        case
            when moves.old_is_disqualified <> moves.new_is_disqualified then 'disqualification'
            when
                moves.movement = 'up' and new_open.stage is not null
                and not {{ reaches_cuts('moves', 'new', 'new_cuts') }}
                then 'fast_track'
            when
                moves.movement = 'down' and old_open.stage is not null
                and not {{ reaches_cuts('moves', 'old', 'old_cuts') }}
                then 'fast_track'
            when moves.movement = 'up' and {{ reaches_cuts('moves', 'old', 'new_cuts') }} then 'cuts'
            when
                moves.movement = 'down'
                and (
                    new_cuts.stage is null
                    or (
                        {{ reaches_cuts('moves', 'old', 'old_cuts') }}
                        and not {{ reaches_cuts('moves', 'old', 'new_cuts') }}
                    )
                    or (moves.old_score >= old_cuts.exit_score and moves.old_score < new_cuts.exit_score)
                )
                then 'cuts'
            when main_rules.rule_id is not null then 'points'
            else 'earlier_day'
        end as cause
    from moves
    left join main_rules
        on
            moves.scored_on = main_rules.scored_on
            and moves.person_id = main_rules.person_id
    left join old_cuts
        on
            moves.old_segment = old_cuts.segment
            and moves.stage_at_stake = old_cuts.stage
    left join new_cuts
        on
            moves.new_segment = new_cuts.segment
            and moves.stage_at_stake = new_cuts.stage
    left join old_open
        on
            moves.scored_on = old_open.scored_on
            and moves.person_id = old_open.person_id
            and moves.stage_at_stake = old_open.stage
    left join new_open
        on
            moves.scored_on = new_open.scored_on
            and moves.person_id = new_open.person_id
            and moves.stage_at_stake = new_open.stage

),

compared_moves as (

    select
        scored_on,
        person_id,
        movement,
        cause,
        case when cause = 'points' then rule_id end as main_rule_id
    from judged

)

select * from compared_moves
