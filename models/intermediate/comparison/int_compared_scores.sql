-- One row per challenger (scorecard), scoring day kept for both and person: what the scorecard in force (old)
-- and the challenger (new) make of the person, side by side.

{%- set described = [
    'segment', 'score', 'fit_points', 'engagement_points', 'is_disqualified', 'stage', 'stage_rank',
    'stage_entered_on', 'top_reasons',
] %}

with

challengers as (

    select * from {{ ref('int_challengers') }}
    where side = 'old'

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

backtest as (

    select * from {{ ref('int_backtest') }}

),

sides as (

    select
        scored_people.*,
        person_stages.stage,
        person_stages.stage_entered_on,
        segment_stages.stage_rank
    from scored_people
    inner join person_stages
        on {{ same_person_day('scored_people', 'person_stages') }}
    left join segment_stages
        on
            scored_people.scorecard = segment_stages.scorecard
            and scored_people.segment = segment_stages.segment
            and person_stages.stage = segment_stages.stage

),

-- Both are held against the same outcomes, those that the settings of the scorecard in force count.
paired as (

    select
        challengers.scorecard,
        challengers.side_scorecard as scorecard_in_force,
        old_sides.scored_on,
        old_sides.person_id,
        old_sides.lead_id,
        scoring_dates.is_latest,
        {%- for column in described %}
        old_sides.{{ column }} as old_{{ column }},
        new_sides.{{ column }} as new_{{ column }},
        {%- endfor %}
        backtest.has_converted,
        backtest.is_closed
    from challengers
    inner join scoring_dates
        on challengers.scorecard = scoring_dates.scorecard
    inner join sides as old_sides
        on
            challengers.side_scorecard = old_sides.scorecard
            and scoring_dates.scored_on = old_sides.scored_on
    inner join sides as new_sides
        on
            challengers.scorecard = new_sides.scorecard
            and old_sides.scored_on = new_sides.scored_on
            and old_sides.person_id = new_sides.person_id
    left join backtest
        on {{ same_person_day('old_sides', 'backtest') }}

),

-- Disqualified people stand below all stages of a rulebook.
compared_scores as (

    select
        *,
        case
            when old_stage = new_stage then 'none'
            when new_is_disqualified or new_stage_rank < old_stage_rank then 'down'
            when old_is_disqualified or new_stage_rank > old_stage_rank then 'up'
            else 'renamed'
        end as movement
    from paired

)

select * from compared_scores
