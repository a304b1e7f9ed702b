-- Leads that existed on a day that this run scored whole, or on the latest day, are not deleted, and whose
-- person has no score; and scores of people without such a lead.

with

days as (

    select
        scorecard,
        scored_on
    from {{ ref('int_dates_this_run') }}
    where is_whole and is_kept

    union distinct

    select
        scorecard,
        scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

expected_people as (

    select
        days.scorecard,
        days.scored_on,
        coalesce(lead_person_map.person_id, lead_versions.lead_id) as person_id,
        min(case when lead_versions.is_deleted then 1 else 0 end) as is_gone
    from days
    inner join lead_versions
        on
            days.scored_on >= lead_versions.created_on
            and days.scored_on >= lead_versions.valid_from
            and days.scored_on < lead_versions.valid_to
    left join lead_person_map
        on
            days.scored_on = lead_person_map.scored_on
            and lead_versions.lead_id = lead_person_map.lead_id
    group by days.scorecard, days.scored_on, coalesce(lead_person_map.person_id, lead_versions.lead_id)

),

scored_people as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id
    from {{ ref('int_scored_people') }} as scored_people
    inner join days
        on
            scored_people.scorecard = days.scorecard
            and scored_people.scored_on = days.scored_on

),

wrong as (

    select
        coalesce(expected_people.scored_on, scored_people.scored_on) as scored_on,
        coalesce(expected_people.person_id, scored_people.person_id) as person_id,
        expected_people.is_gone
    from expected_people
    full outer join scored_people
        on
            expected_people.scorecard = scored_people.scorecard
            and expected_people.scored_on = scored_people.scored_on
            and expected_people.person_id = scored_people.person_id
    where
        (expected_people.is_gone = 0 and scored_people.person_id is null)
        or (coalesce(expected_people.is_gone, 1) = 1 and scored_people.person_id is not null)

)

select * from wrong
