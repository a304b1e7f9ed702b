-- One row per scorecard, scoring day and person: the score and everything that goes with it, side by side.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        pre_hook_delete("{{ delete_rescored_dates() }}"),
        pre_hook_delete("{{ delete_rescored_leads() }}"),
        pre_hook_delete("{{ delete_unwanted_dates() }}")
    ]
) }}

{%- set overrides_by_effect = {
    'disqualifications': 'disqualify', 'phone_closures': 'close_phone', 'email_closures': 'close_email',
} %}
{%- set sides = (overrides_by_effect | list) + [
    'data_coverage', 'top_reasons', 'last_engagements', 'person_probabilities',
] %}

with

person_points as (

    select * from {{ ref('int_person_points') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

dates_this_run as (

    select * from {{ ref('int_dates_this_run') }}

),

scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

{% for name, effect in overrides_by_effect.items() -%}
{{ name }} as (

    select * from {{ ref('int_person_overrides') }}
    where effect = '{{ effect }}' and effect_rank = 1

),

{% endfor -%}
data_coverage as (

    select * from {{ ref('int_data_coverage') }}

),

machine_hits as (

    select * from {{ ref('int_person_machine_hits') }}

),

top_reasons as (

    select * from {{ ref('int_top_reasons') }}

),

last_engagements as (

    select * from {{ ref('int_last_engagements') }}
    where engaged_in = 'engagement'

),

person_probabilities as (

    select * from {{ ref('int_person_probabilities') }}

),

scored_people as (

    select
        person_points.scorecard,
        person_points.person_id,
        person_points.lead_id,
        person_points.scored_on,
        person_segments.segment,
        person_points.score,
        person_points.raw_score,
        person_points.fit_points,
        person_points.engagement_points,
        person_points.negative_points,
        person_points.decay_points,
        person_points.fit_grade,
        person_points.engagement_grade,
        {{ join_texts('', ['person_points.fit_grade', 'person_points.engagement_grade']) }} as grade,
        disqualifications.reason is not null as is_disqualified,
        disqualifications.reason as disqualification_reason,
        phone_closures.reason as phone_closed_reason,
        email_closures.reason as email_closed_reason,
        cast(coalesce(data_coverage.data_coverage, 0) as {{ type_decimal(9, 6) }}) as data_coverage,
        cast(
            coalesce({{ share('machine_hits.machine_hits', 'machine_hits.all_hits') }}, 0)
            as {{ type_decimal(9, 6) }}
        ) as machine_hit_share,
        top_reasons.top_reasons,
        last_engagements.last_engaged_on,
        person_probabilities.trained_probability,
        dates_this_run.is_kept,
        scorecards.rulebook_version
    from person_points
    inner join scorecards
        on person_points.scorecard = scorecards.scorecard
    inner join dates_this_run
        on
            person_points.scorecard = dates_this_run.scorecard
            and person_points.scored_on = dates_this_run.scored_on
    inner join person_segments
        on person_points.person_day_key = person_segments.person_day_key
    left join machine_hits
        on
            person_points.scored_on = machine_hits.scored_on
            and person_points.person_id = machine_hits.person_id
    {%- for side in sides %}
    left join {{ side }}
        on person_points.person_day_key = {{ side }}.person_day_key
    {%- endfor %}

)

select * from scored_people
