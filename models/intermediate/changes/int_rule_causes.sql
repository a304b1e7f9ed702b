-- One row per person, pair of days and rule that hit on one of them: its points on both sides, and the
-- cause of the whole change where there is one.

{{ config(materialized='view') }}

{%- set parts = ['people', 'hits', 'base_points', 'fading_points', 'expiry_points', 'limit_points'] %}

with

rule_sides as (

    select * from {{ ref('int_rule_sides') }}

),

person_moves as (

    select * from {{ ref('int_person_moves') }}

),

rule_terms as (

    select * from {{ ref('int_rule_terms') }}

),

described as (

    select
        rule_sides.*,
        terms_now.signal,
        terms_now.is_attribute,
        terms_now.is_state,
        terms_now.is_clock,
        terms_now.price as now_price,
        terms_then.price as before_price,
        terms_now.terms = terms_then.terms as is_same_rule,
        terms_now.segment <> '*' and rule_sides.segment <> rule_sides.previous_segment as is_other_segment,
        coalesce(person_moves.merged_people, 0) as all_merged_people,
        coalesce(person_moves.left_leads, 0) as left_leads
    from rule_sides
    left join person_moves
        on
            rule_sides.person_id = person_moves.person_id
            and rule_sides.scored_on = person_moves.scored_on
    left join rule_terms as terms_now
        on
            rule_sides.rule_id = terms_now.rule_id
            and rule_sides.scored_on between terms_now.valid_from and terms_now.valid_to
    left join rule_terms as terms_then
        on
            rule_sides.rule_id = terms_then.rule_id
            and rule_sides.previous_scored_on between terms_then.valid_from and terms_then.valid_to

),

rule_causes as (

    select
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
        {%- for part in parts %}
        {{ side }}_{{ part }},
        {%- endfor %}
        {%- endfor %}
        case
            when not coalesce(is_same_rule, false) then 'rules'
            -- What was met already or is met still changes by its parts.
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
