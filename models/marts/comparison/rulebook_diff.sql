-- One row per kept scoring day and person: score, stage and reasons under the old and under the new rulebook.

with

compared_scores as (

    select * from {{ ref('int_compared_scores') }}

),

moves as (

    select * from {{ ref('int_compared_moves') }}

),

rulebook_diff as (

    select
        compared_scores.person_id,
        compared_scores.lead_id,
        compared_scores.scored_on,
        compared_scores.old_segment,
        compared_scores.new_segment,
        compared_scores.old_score,
        compared_scores.new_score,
        {{ amount('compared_scores.new_score - compared_scores.old_score') }} as score_change,
        compared_scores.old_stage,
        compared_scores.new_stage,
        compared_scores.movement,
        moves.cause,
        moves.main_rule_id,
        compared_scores.old_top_reasons,
        compared_scores.new_top_reasons
    from compared_scores
    left join moves
        on
            compared_scores.scored_on = moves.scored_on
            and compared_scores.person_id = moves.person_id

)

select * from rulebook_diff
