-- One row per challenger (scorecard), measure, stage ('*' = all) and scoring day: its value under the
-- scorecard in force (old) and under the challenger (new).

{%- set values = ['value', 'low', 'high'] %}

with

measures as (

    select * from {{ ref('int_compared_measures') }}

),

paired as (

    select
        scorecard,
        measure,
        stage,
        scored_on,
        {%- for side in ['old', 'new', 'change'] %}
        max(case when side = '{{ side }}' then people end) as {{ side }}_people,
        max(case when side = '{{ side }}' then measured end) as {{ side }}_value,
        max(case when side = '{{ side }}' then measured_low end) as {{ side }}_low,
        max(case when side = '{{ side }}' then measured_high end) as {{ side }}_high,
        {%- endfor %}
        min(case when is_enough then 1 else 0 end) = 1 as is_enough
    from measures
    group by scorecard, measure, stage, scored_on

),

rulebook_diff_summary as (

    select
        scorecard,
        measure,
        stage,
        scored_on,
        {%- for side in ['old', 'new'] %}
        cast({{ side }}_people as bigint) as {{ side }}_people,
        {%- for value in values %}
        cast({{ side }}_{{ value }} as {{ type_decimal(18, 6) }}) as {{ side }}_{{ value }},
        {%- endfor %}
        {%- endfor %}
        cast(new_value - old_value as {{ type_decimal(18, 6) }}) as value_change,
        cast(change_low as {{ type_decimal(18, 6) }}) as change_low,
        cast(change_high as {{ type_decimal(18, 6) }}) as change_high,
        is_enough
    from paired

)

select * from rulebook_diff_summary
