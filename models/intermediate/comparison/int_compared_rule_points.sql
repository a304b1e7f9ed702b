-- One row per challenger (scorecard), scoring day, person and rule that hit on either side: its points on
-- both. Only for the latest day, and for people whose stage moves up or down.

with

compared_scores as (

    select * from {{ ref('int_compared_scores') }}
    where is_latest or movement in ('up', 'down')

),

ledger as (

    select * from {{ ref('int_ledger') }}

),

stacked as (

    {% for side, side_scorecard in {'old': 'scorecard_in_force', 'new': 'scorecard'}.items() -%}
    select
        compared_scores.scorecard,
        compared_scores.scored_on,
        compared_scores.person_id,
        compared_scores.is_latest,
        compared_scores.movement,
        ledger.rule_id,
        {{ "ledger.points" if side == 'old' else amount('0') }} as old_points,
        {{ "ledger.points" if side == 'new' else amount('0') }} as new_points
    from compared_scores
    inner join ledger
        on
            compared_scores.{{ side_scorecard }} = ledger.scorecard
            and compared_scores.scored_on = ledger.scored_on
            and compared_scores.person_id = ledger.person_id
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

summed as (

    select
        scorecard,
        scored_on,
        person_id,
        is_latest,
        movement,
        rule_id,
        {{ amount('sum(old_points)') }} as old_points,
        {{ amount('sum(new_points)') }} as new_points,
        {{ amount(amount('sum(new_points)') ~ ' - ' ~ amount('sum(old_points)')) }} as points_change
    from stacked
    group by scorecard, scored_on, person_id, is_latest, movement, rule_id

),

directed as (

    select
        *,
        (movement = 'up' and points_change > 0) or (movement = 'down' and points_change < 0) as is_in_direction
    from summed

),

-- The rule that changed most in the direction of the move.
rule_points as (

    select
        scorecard,
        scored_on,
        person_id,
        is_latest,
        rule_id,
        old_points,
        new_points,
        points_change,
        is_in_direction and row_number() over (
            partition by scorecard, scored_on, person_id, is_in_direction
            order by abs(points_change) desc, {{ text_order('rule_id') }} asc
        ) = 1 as is_main_rule
    from directed

)

select * from rule_points
