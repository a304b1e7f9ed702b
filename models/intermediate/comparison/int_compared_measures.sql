-- One row per challenger (scorecard), measure, stage ('*' = all), scoring day and side: old, new, and change
-- if the difference of the two has an interval of its own.
{{ config(materialized='view') }}

{%- set base_rate = 'nullif(cast(customers as ' ~ type_double() ~ ') / people, 0)' %}
{%- set rank_is_enough = 'least(customers, people - customers) >= ' ~ var('min_class_size') %}
{%- set measures = [
    {'name': 'mean_score', 'rows': 'mean_scores', 'value': 'mean_score'},
    {'name': 'people_in_stage', 'rows': 'compared_load', 'stage': 'stage', 'value': 'people'},
    {
        'name': 'people_entering_a_day', 'rows': 'compared_load', 'stage': 'stage', 'people': 'entries',
        'value': 'cast(entries as ' ~ type_double() ~ ') / nullif(scored_days, 0)',
    },
    {
        'name': 'follow_ups_due', 'rows': 'compared_load', 'stage': 'stage', 'people': 'follow_ups_due',
        'value': 'follow_ups_due',
    },
    {
        'name': 'close_rate', 'rows': 'close_rates', 'stage': 'stage',
        'value': 'cast(customers as ' ~ type_double() ~ ') / people',
        'low': wilson('customers', 'people', 'low'), 'high': wilson('customers', 'people', 'high'),
        'enough': 'people >= ' ~ var('min_group_size') ~ ' and sum(customers) over (partition by scorecard) > 0',
    },
    {
        'name': 'top_decile_lift', 'rows': 'sides_ranked', 'value': 'top_customers / top_people / ' ~ base_rate,
        'low': wilson('top_customers', 'top_people', 'low') ~ ' / ' ~ base_rate,
        'high': wilson('top_customers', 'top_people', 'high') ~ ' / ' ~ base_rate,
        'enough': rank_is_enough,
    },
    {
        'name': 'auc', 'rows': 'rankings', 'value': 'auc', 'low': 'auc_low', 'high': 'auc_high',
        'enough': rank_is_enough,
    },
] %}

with

compared_sides as (

    select * from {{ ref('int_compared_sides') }}
    where is_latest

),

settings as (

    select * from {{ ref('stg_settings') }}

),

compared_load as (

    select * from {{ ref('int_compared_load') }}

),

-- If nobody at all converted, outcomes are more likely missing than the rate is 0.
close_rates as (

    select * from {{ ref('int_compared_close_rates') }}

),

rankings as (

    select * from {{ ref('int_compared_ranking') }}

),

-- The rate of all people is taken as known: the interval of the lift is that of the rate in the tenth.
sides_ranked as (

    select * from {{ ref('int_compared_ranking') }}
    where side <> 'change'

),

mean_scores as (

    select
        compared_sides.scorecard,
        compared_sides.side,
        compared_sides.scored_on,
        count(*) as people,
        avg(cast({{ shown_score('compared_sides.score') }} as {{ type_double() }})) as mean_score
    from compared_sides
    inner join settings
        on compared_sides.scorecard_in_force = settings.scorecard
    group by compared_sides.scorecard, compared_sides.side, compared_sides.scored_on

),

compared_measures as (

    {% for measure in measures -%}
    select
        scorecard,
        side,
        '{{ measure.name }}' as measure,
        {{ measure.stage or "'*'" }} as stage,
        scored_on,
        {{ measure.people or 'people' }} as people,
        cast({{ measure.value }} as {{ type_decimal(18, 6) }}) as measured,
        cast({{ measure.low or 'null' }} as {{ type_decimal(18, 6) }}) as measured_low,
        cast({{ measure.high or 'null' }} as {{ type_decimal(18, 6) }}) as measured_high,
        {{ measure.enough or 'true' }} as is_enough
    from {{ measure.rows }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select * from compared_measures
