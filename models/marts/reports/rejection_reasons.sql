-- One row per scorecard, stage, segment ('*' = all) and reason: how many people sales rejected for it, and
-- its share of all rejections there.

{%- set given = 'rejections.reason' %}
{%- set reason = given if var('personal_data_in_marts') else without_addresses(given) %}

with

rejections as (

    select * from {{ ref('int_verdicts') }}
    where verdict = 'rejected'

),

levels as (

    {{ report_levels() }}

),

counted as (

    select
        rejections.scorecard,
        case when of_stages.is_total then '*' else rejections.stage end as stage,
        case when of_segments.is_total then '*' else rejections.segment end as segment,
        {{ reason }} as reason,
        count(*) as rejected
    from rejections
    cross join levels as of_stages
    cross join levels as of_segments
    group by
        rejections.scorecard,
        case when of_stages.is_total then '*' else rejections.stage end,
        case when of_segments.is_total then '*' else rejections.segment end,
        {{ reason }}

),

summed as (

    select
        *,
        sum(rejected) over (partition by scorecard, stage, segment) as all_rejected
    from counted

),

rejection_reasons as (

    select
        scorecard,
        stage,
        segment,
        reason,
        cast(rejected as bigint) as rejected,
        cast(all_rejected as bigint) as all_rejected,
        {{ rate_columns('rejection_share', 'rejected', 'all_rejected') }},
        all_rejected >= {{ var('min_group_size') }} as is_enough
    from summed

)

select * from rejection_reasons
