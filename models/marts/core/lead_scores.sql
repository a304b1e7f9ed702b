-- One row per scorecard and person on the latest scoring day: score, grade, stage, and the reasons for them.
{{ refuse_another_day() }}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

settings as (

    select * from {{ ref('stg_settings') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

week_changes as (

    select * from {{ ref('int_week_changes') }}

),

sales_statuses as (

    select * from {{ ref('int_sales_statuses') }}

),

conversion_probabilities as (

    select * from {{ ref('int_conversion_probabilities') }}

),

person_owners as (

    select * from {{ ref('int_person_owners') }}

),

person_contacts as (

    select * from {{ ref('int_person_contacts') }}

),

person_channels as (

    select * from {{ ref('int_person_channels') }}

),

lead_scores as (

    select
        scored_people.scorecard,
        scored_people.person_id,
        scored_people.lead_id,
        person_owners.owner_id,
        coalesce(person_owners.is_owner_assigned, false) as is_owner_assigned,
        person_contacts.company_name,
        person_contacts.country,
        person_contacts.industry,
        person_contacts.seniority,
        scored_people.scored_on,
        scored_people.segment,
        coalesce(person_channels.channel, 'unknown') as channel,
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
        {{ amount(
            'week_changes.score_change_7d * (settings.scale_high - settings.scale_low) / ' ~ highest_score()
        ) }} as score_change_7d,
        coalesce(week_changes.is_rising, false) as is_rising,
        conversion_probabilities.conversion_probability,
        conversion_probabilities.probability_source,
        scored_people.data_coverage,
        scored_people.machine_hit_share,
        scored_people.top_reasons,
        scored_people.last_engaged_on,
        {{ is_holdout('scored_people.person_id') }} as is_holdout,
        scored_people.rulebook_version
    from scored_people
    inner join scoring_dates
        on
            scored_people.scorecard = scoring_dates.scorecard
            and scored_people.scored_on = scoring_dates.scored_on
    inner join settings
        on scored_people.scorecard = settings.scorecard
    inner join person_stages
        on {{ same_person_day('scored_people', 'person_stages') }}
    left join week_changes
        on
            scored_people.scorecard = week_changes.scorecard
            and scored_people.person_id = week_changes.person_id
    left join sales_statuses
        on {{ same_person_day('scored_people', 'sales_statuses') }}
    left join conversion_probabilities
        on {{ same_person_day('scored_people', 'conversion_probabilities') }}
    left join person_owners
        on
            scored_people.scorecard = person_owners.scorecard
            and scored_people.person_id = person_owners.person_id
    left join person_contacts
        on
            scored_people.scorecard = person_contacts.scorecard
            and scored_people.person_id = person_contacts.person_id
    left join person_channels
        on
            scored_people.scored_on = person_channels.scored_on
            and scored_people.person_id = person_channels.person_id

)

select * from lead_scores
