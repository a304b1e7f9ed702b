-- One row per scorecard, person, pair of days and rule that hit on one of them: its change, split by cause.

{{ config(materialized='view') }}

{%- set parts = ['base_points', 'fading_points', 'expiry_points'] %}
{%- set split = {
    'activity': 'case when not is_attribute then now_base_points - priced_base_points else 0 end',
    'decay': 'now_fading_points - priced_fading_points',
    'expiry': 'now_expiry_points - priced_expiry_points',
    'attributes': 'case when is_attribute then now_base_points - priced_base_points else 0 end',
    'rules': 'priced_base_points + priced_fading_points + priced_expiry_points - earlier_points',
    'merge': 'earlier_points - before_points',
    'clock': '0',
} %}

with

rule_causes as (

    select * from {{ ref('int_rule_causes') }}

),

-- People who were merged into the person bring their hits; what is met or not is not met twice.
earlier as (

    select
        *,
        {%- for part in ['hits'] + parts %}
        before_{{ part }} + case when is_state then 0 else merged_{{ part }} end as earlier_{{ part }},
        {%- endfor %}
        before_base_points + before_fading_points + before_expiry_points as before_points
    from rule_causes

),

priced as (

    select
        *,
        earlier_base_points + earlier_fading_points + earlier_expiry_points as earlier_points,
        {%- for part in parts %}
        case
            when now_price = before_price then earlier_{{ part }}
            {%- if part == 'base_points' %}
            else {{ amount('now_price * earlier_hits') }}
            {%- else %}
            when before_price = 0 then 0
            else
                {{ amount('cast(earlier_' ~ part ~ ' as ' ~ type_double() ~ ') * now_price / before_price') }}
            {%- endif %}
        end as priced_{{ part }},
        {%- endfor %}
        now_base_points + now_fading_points + now_expiry_points as now_points
    from earlier

),

rule_changes as (

    select
        scorecard,
        person_id,
        scored_on,
        previous_scored_on,
        rule_id,
        case when whole_cause = 'clock' then signal end as clock,
        {%- for cause, points in split.items() %}
        {{ amount(
            "case when whole_cause = '" ~ cause ~ "' then now_points - before_points "
            ~ "when whole_cause is null then " ~ points ~ " else 0 end"
        ) }} as {{ cause }}_points,
        {%- endfor %}
        {{ amount('now_limit_points - before_limit_points') }} as caps_points
    from priced

)

select * from rule_changes
