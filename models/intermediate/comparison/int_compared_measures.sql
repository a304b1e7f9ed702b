-- One row per measure, stage ('*' = all), scoring day and side: old, new, and change where the difference of
-- the two has an interval of its own.

{%- set base_rate = 'nullif(cast(customers as ' ~ type_double() ~ ') / people, 0)' %}
{%- set measures = [
    {'name': 'mean_score', 'rows': 'mean_scores', 'value': 'mean_score'},
    {'name': 'people_in_stage', 'rows': 'compared_load', 'stage': 'stage', 'value': 'people'},
    {
        'name': 'people_entering_a_day', 'rows': 'compared_load', 'stage': 'stage', 'people': 'entries',
        'value': 'cast(entries as ' ~ type_double() ~ ') / nullif(scored_days, 0)',
    },
    {
        'name': 'close_rate', 'rows': 'close_rates', 'stage': 'stage',
        'value': 'cast(customers as ' ~ type_double() ~ ') / people',
        'low': wilson('customers', 'people', 'low'), 'high': wilson('customers', 'people', 'high'),
        'enough': 'people >= ' ~ var('min_group_size') ~ ' and sum(customers) over () > 0',
    },
    {
        'name': 'top_decile_lift', 'rows': 'top_decile',
        'value': 'top_customers / top_people / ' ~ base_rate,
        'low': wilson('top_customers', 'top_people', 'low') ~ ' / ' ~ base_rate,
        'high': wilson('top_customers', 'top_people', 'high') ~ ' / ' ~ base_rate,
        'enough': 'least(customers, people - customers) >= ' ~ var('min_class_size'),
    },
    {
        'name': 'auc', 'rows': 'compared_auc', 'value': 'auc', 'low': 'auc_low', 'high': 'auc_high',
        'enough': 'least(customers, people - customers) >= ' ~ var('min_class_size'),
    },
] %}

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

compared_sides as (

    select * from {{ ref('int_compared_sides') }}

),

compared_load as (

    select * from {{ ref('int_compared_load') }}

),

-- Where nobody at all converted, the outcomes are more likely missing than the rate is 0.
close_rates as (

    select * from {{ ref('int_compared_close_rates') }}

),

-- The rate of all is taken as known: the interval of the lift is that of the rate in the tenth.
top_decile as (

    select * from {{ ref('int_compared_top_decile') }}

),

compared_auc as (

    select * from {{ ref('int_compared_auc') }}

),

mean_scores as (

    select
        compared_sides.side,
        compared_sides.scored_on,
        count(*) as people,
        avg(cast(compared_sides.score as {{ type_double() }})) as mean_score
    from compared_sides
    inner join latest_day
        on compared_sides.scored_on = latest_day.scored_on
    group by compared_sides.side, compared_sides.scored_on

),

compared_measures as (

    {% for measure in measures -%}
    select
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
