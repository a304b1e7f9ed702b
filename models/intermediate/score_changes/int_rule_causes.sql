-- One row per scorecard, person, pair of days and rule that hit on one of them: its points on both sides, and
-- the cause of the whole change where there is one.

{{ config(materialized='view') }}

{%- set pair = ['scorecard', 'person_id', 'scored_on', 'previous_scored_on', 'segment', 'previous_segment'] %}
{%- set parts = ['hits', 'base_points', 'fading_points', 'expiry_points', 'limit_points'] %}
{#- All that makes it another rule. Prices and limits do not: what they give or take is a cause of its own. -#}
{%- set terms = [
    'segment', 'signal_type', 'signal', 'operator', 'operand', 'is_frequency_rule', 'min_hits', 'within_days',
    'decay', amount('decay_days'), amount('decay_percent'), amount('grace_days'), 'decay_clock',
    amount('expires_after_days'),
] %}

with

pair_people as (

    select * from {{ ref('int_pair_people') }}

),

ledger as (

    select
        scorecard,
        person_id,
        scored_on,
        rule_id,
        hits,
        base_points,
        decay_points - expiry_points as fading_points,
        expiry_points,
        daily_cap_points + rule_cap_points + group_cap_points as limit_points
    from {{ ref('int_ledger') }}

),

person_moves as (

    select * from {{ ref('int_person_moves') }}

),

scoring_rules as (

    select
        *,
        signal_type = 'attribute' as is_attribute,
        -- An attribute or a frequency rule is met or not; the hits of other rules are counted.
        signal_type = 'attribute' or is_frequency_rule as is_state,
        signal_type = 'attribute'
        and (signal = 'days_since_created' or signal like 'days_since_last_%') as is_clock,
        {{ row_content(terms) }} as terms
    from {{ ref('stg_scoring_rules') }}

),

ledger_sides as (

    select
        {%- for column in pair %}
        pair_people.{{ column }},
        {%- endfor %}
        pair_people.side,
        {%- for part in parts %}
        ledger.{{ part }},
        {%- endfor %}
        ledger.rule_id
    from pair_people
    inner join ledger
        on
            pair_people.scorecard = ledger.scorecard
            and pair_people.side_person_id = ledger.person_id
            and pair_people.side_on = ledger.scored_on

),

rule_sides as (

    select
        {{ pair | join(',\n        ') }},
        {%- for side in ['now', 'before', 'merged'] %}
        sum(case when side = '{{ side }}' then 1 else 0 end) as {{ side }}_people,
        {%- for part in parts %}
        {%- set points = "sum(case when side = '" ~ side ~ "' then " ~ part ~ " else 0 end)" %}
        {{ points if part == 'hits' else amount(points) }} as {{ side }}_{{ part }},
        {%- endfor %}
        {%- endfor %}
        rule_id
    from ledger_sides
    group by {{ pair | join(', ') }}, rule_id

),

described as (

    select
        rule_sides.*,
        rules_now.signal,
        rules_now.is_attribute,
        rules_now.is_state,
        rules_now.is_clock,
        rules_now.points as now_price,
        rules_then.points as before_price,
        rules_now.terms = rules_then.terms as is_same_rule,
        rules_now.segment <> '*' and rule_sides.segment <> rule_sides.previous_segment as is_other_segment,
        coalesce(person_moves.merged_people, 0) as all_merged_people,
        coalesce(person_moves.left_leads, 0) as left_leads
    from rule_sides
    left join person_moves
        on {{ same_person_day('rule_sides', 'person_moves') }}
    left join scoring_rules as rules_now
        on
            rule_sides.scorecard = rules_now.scorecard
            and rule_sides.rule_id = rules_now.rule_id
            and rule_sides.scored_on between rules_now.valid_from and rules_now.valid_to
    left join scoring_rules as rules_then
        on
            rule_sides.scorecard = rules_then.scorecard
            and rule_sides.rule_id = rules_then.rule_id
            and rule_sides.previous_scored_on between rules_then.valid_from and rules_then.valid_to

),

rule_causes as (

    select
        scorecard,
        person_id,
        scored_on,
        previous_scored_on,
        rule_id,
        signal,
        is_attribute,
        is_state,
        now_price,
        before_price,
        {%- for side in ['now', 'before', 'merged'] %}
        {%- for part in ['people'] + parts %}
        {{ side }}_{{ part }},
        {%- endfor %}
        {%- endfor %}
        case
            when not coalesce(is_same_rule, false) then 'rules'
            -- What was met already and is still met changes by its parts.
            when is_state and now_people = before_people then null
            when is_state and (left_leads > 0 or (now_people > 0 and merged_people > 0)) then 'merge'
            when is_attribute and now_people = 0 and all_merged_people > merged_people then 'merge'
            when is_other_segment then 'attributes'
            when is_clock then 'clock'
            when is_attribute then 'attributes'
            when is_state and now_people > 0 then 'activity'
            when is_state then 'expiry'
            when left_leads > 0 and now_hits < before_hits + merged_hits then 'merge'
        end as whole_cause
    from described

)

select * from rule_causes
