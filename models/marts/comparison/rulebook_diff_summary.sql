-- One row per measure, stage ('*' = all) and scoring day: its value under the old and under the new rulebook.

with

measures as (

    select * from {{ ref('int_compared_measures') }}

),

stages as (

    select
        side,
        stage
    from {{ ref('int_compared_load') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

queues as (

    {% for side in ['old', 'new'] -%}
    select
        '{{ side }}' as side,
        stage,
        count(*) as people
    from {{ scored_under(side, 'follow_up_queue') }}
    group by stage
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

all_measures as (

    select * from measures

    union all

    select
        stages.side,
        'follow_ups_due' as measure,
        stages.stage,
        latest_day.scored_on,
        coalesce(queues.people, 0) as people,
        cast(coalesce(queues.people, 0) as {{ type_decimal(18, 6) }}) as measured,
        cast(null as {{ type_decimal(18, 6) }}) as measured_low,
        cast(null as {{ type_decimal(18, 6) }}) as measured_high,
        true as is_enough
    from stages
    cross join latest_day
    left join queues
        on
            stages.side = queues.side
            and stages.stage = queues.stage

),

paired as (

    select
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
    from all_measures
    group by measure, stage, scored_on

),

rulebook_diff_summary as (

    select
        measure,
        stage,
        scored_on,
        {%- for side in ['old', 'new'] %}
        cast({{ side }}_people as bigint) as {{ side }}_people,
        cast({{ side }}_value as {{ type_decimal(18, 6) }}) as {{ side }}_value,
        cast({{ side }}_low as {{ type_decimal(18, 6) }}) as {{ side }}_low,
        cast({{ side }}_high as {{ type_decimal(18, 6) }}) as {{ side }}_high,
        {%- endfor %}
        cast(new_value - old_value as {{ type_decimal(18, 6) }}) as value_change,
        cast(change_low as {{ type_decimal(18, 6) }}) as change_low,
        cast(change_high as {{ type_decimal(18, 6) }}) as change_high,
        is_enough
    from paired

)

select * from rulebook_diff_summary
