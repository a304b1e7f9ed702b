-- Rows of lead_scores that history has otherwise on that day, and rows of history that lead_scores has not.
{% set columns = [
    'scorecard', 'person_id', 'lead_id', 'scored_on', 'segment', 'score', 'raw_score', 'fit_points',
    'engagement_points',
    'negative_points', 'decay_points', 'fit_grade', 'engagement_grade', 'grade', 'stage',
    'stage_entered_on', 'is_disqualified', 'disqualification_reason', 'conversion_probability',
    'probability_source', 'data_coverage', 'machine_hit_share', 'top_reasons', 'last_engaged_on',
    'is_holdout', 'rulebook_version',
] %}

with

lead_scores as (

    select {{ columns | join(', ') }}
    from {{ ref('lead_scores') }}

),

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

history as (

    select {{ columns | join(', ') }}
    from {{ ref('lead_score_history') }}
    where scored_on in (select latest_day.scored_on from latest_day)

),

missing_in_history as (

    select * from lead_scores
    {{ dbt.except() }}
    select * from history

),

missing_in_scores as (

    select * from history
    {{ dbt.except() }}
    select * from lead_scores

),

wrong as (

    select
        person_id,
        scored_on,
        'history' as missing_in
    from missing_in_history

    union all

    select
        person_id,
        scored_on,
        'lead_scores' as missing_in
    from missing_in_scores

)

select * from wrong
