-- One row per scorecard, person and scoring day that history keeps: the score as of that day, and what goes
-- with it.

with

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

settings as (

    select * from {{ ref('stg_settings') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

sales_statuses as (

    select * from {{ ref('int_sales_statuses') }}

),

conversion_probabilities as (

    select * from {{ ref('int_conversion_probabilities') }}

),

lead_score_history as (

    select
        scored_people.scorecard,
        scored_people.person_id,
        scored_people.lead_id,
        scored_people.scored_on,
        scored_people.segment,
        {{ shown_score('scored_people.score') }} as score,
        scored_people.raw_score,
        scored_people.fit_points,
        scored_people.engagement_points,
        scored_people.negative_points,
        scored_people.decay_points,
        scored_people.fit_grade,
        scored_people.engagement_grade,
        scored_people.grade,
        person_stages.stage,
        person_stages.stage_entered_on,
        coalesce(sales_statuses.sales_status, 'none') as sales_status,
        sales_statuses.sales_status_on,
        scored_people.is_disqualified,
        scored_people.disqualification_reason,
        conversion_probabilities.conversion_probability,
        conversion_probabilities.probability_source,
        scored_people.data_coverage,
        scored_people.machine_hit_share,
        scored_people.top_reasons,
        scored_people.last_engaged_on,
        {{ is_holdout('scored_people.person_id') }} as is_holdout,
        scored_people.rulebook_version
    from scored_people
    inner join settings
        on scored_people.scorecard = settings.scorecard
    inner join person_stages
        on {{ same_person_day('scored_people', 'person_stages') }}
    left join sales_statuses
        on {{ same_person_day('scored_people', 'sales_statuses') }}
    left join conversion_probabilities
        on {{ same_person_day('scored_people', 'conversion_probabilities') }}

)

select * from lead_score_history
