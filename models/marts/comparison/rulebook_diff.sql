-- One row per challenger (scorecard), scoring day and person: score, stage and reasons under the scorecard in
-- force (old) and under the challenger (new), with the cause of a move between stages.

with

compared_scores as (

    select
        *,
        -- The higher of the two stages is at stake.
        case movement when 'up' then new_stage when 'down' then old_stage end as stage_at_stake
    from {{ ref('int_compared_scores') }}

),

main_rules as (

    select * from {{ ref('int_compared_rule_points') }}
    where is_main_rule

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

qualified_stages as (

    select * from {{ ref('int_qualified_stages') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

-- Points or cuts? The old points against the new cuts, those of the segment in which the challenger puts the
-- person.
caused as (

    select
        compared_scores.*,
        main_rules.rule_id,
        case
            when compared_scores.movement not in ('up', 'down') then null
            when compared_scores.old_is_disqualified <> compared_scores.new_is_disqualified then 'disqualification'
            when
                compared_scores.movement = 'up' and new_qualified.stage is not null
                and not {{ reaches_cuts('compared_scores', 'new', 'new_cuts') }}
                then 'fast_track'
            when
                compared_scores.movement = 'down' and old_qualified.stage is not null
                and not {{ reaches_cuts('compared_scores', 'old', 'old_cuts') }}
                then 'fast_track'
            when compared_scores.movement = 'up' and {{ reaches_cuts('compared_scores', 'old', 'new_cuts') }}
                then 'cuts'
            when
                compared_scores.movement = 'down'
                and (
                    new_cuts.stage is null
                    or (
                        {{ reaches_cuts('compared_scores', 'old', 'old_cuts') }}
                        and not {{ reaches_cuts('compared_scores', 'old', 'new_cuts') }}
                    )
                    or (
                        compared_scores.old_score >= old_cuts.exit_score
                        and compared_scores.old_score < new_cuts.exit_score
                    )
                )
                then 'cuts'
            when main_rules.rule_id is not null then 'points'
            else 'earlier_day'
        end as cause
    from compared_scores
    left join main_rules
        on {{ same_person_day('compared_scores', 'main_rules') }}
    {%- for side, side_scorecard in {'old': 'scorecard_in_force', 'new': 'scorecard'}.items() %}
    left join segment_stages as {{ side }}_cuts
        on
            compared_scores.{{ side_scorecard }} = {{ side }}_cuts.scorecard
            and compared_scores.{{ side }}_segment = {{ side }}_cuts.segment
            and compared_scores.stage_at_stake = {{ side }}_cuts.stage
    left join qualified_stages as {{ side }}_qualified
        on
            compared_scores.{{ side_scorecard }} = {{ side }}_qualified.scorecard
            and compared_scores.scored_on = {{ side }}_qualified.scored_on
            and compared_scores.person_id = {{ side }}_qualified.person_id
            and compared_scores.stage_at_stake = {{ side }}_qualified.stage
    {%- endfor %}

),

rulebook_diff as (

    select
        caused.scorecard,
        caused.person_id,
        caused.lead_id,
        caused.scored_on,
        caused.old_segment,
        caused.new_segment,
        {{ shown_score('caused.old_score') }} as old_score,
        {{ shown_score('caused.new_score') }} as new_score,
        {{ amount(shown_score('caused.new_score') ~ ' - ' ~ shown_score('caused.old_score')) }} as score_change,
        caused.old_stage,
        caused.new_stage,
        caused.movement,
        caused.cause,
        case when caused.cause = 'points' then caused.rule_id end as main_rule_id,
        caused.old_top_reasons,
        caused.new_top_reasons
    from caused
    inner join settings
        on caused.scorecard_in_force = settings.scorecard

)

select * from rulebook_diff
