-- One row per person and day for which a report needs the channel: the lead source known on that day. These
-- are the day of the conversion cohort, the days of entry into a stage, and the latest day.

with

unconverted_people as (

    select * from {{ ref('int_unconverted_people') }}

),

stage_entries as (

    select * from {{ ref('int_person_stages') }}
    where scored_on = stage_entered_on

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

-- The days of all scorecards share their channels, so the words are those of the scorecard in force.
aliases as (

    select * from {{ ref('int_aliases') }}
    where
        scorecard = 'default'
        and attribute = 'lead_source'

),

report_people as (

    select
        scored_on,
        person_id
    from unconverted_people
    where day_number = 1

    union distinct

    select
        scored_on,
        person_id
    from stage_entries

    union distinct

    select
        scored_people.scored_on,
        scored_people.person_id
    from scored_people
    inner join latest_dates
        on
            scored_people.scorecard = latest_dates.scorecard
            and scored_people.scored_on = latest_dates.scored_on

),

-- The source that the primary lead named on the day, or else the next of the person's leads that named one.
sources as (

    select
        report_people.scored_on,
        report_people.person_id,
        lower(coalesce(aliases.standard_value, lead_versions.lead_source)) as lead_source,
        min(lead_versions.first_created_on) over (
            partition by report_people.scored_on, report_people.person_id
        ) as first_created_on,
        row_number() over (
            partition by report_people.scored_on, report_people.person_id
            order by
                case when lead_versions.lead_source is null then 1 else 0 end asc,
                lead_person_map.merge_rank asc
        ) as source_rank
    from report_people
    left join lead_person_map
        on
            report_people.scored_on = lead_person_map.scored_on
            and report_people.person_id = lead_person_map.person_id
    inner join lead_versions
        on
            coalesce(lead_person_map.lead_id, report_people.person_id) = lead_versions.lead_id
            and report_people.scored_on >= lead_versions.valid_from
            and report_people.scored_on < lead_versions.valid_to
    left join aliases
        on {{ alias_key('lead_versions.lead_source') }} = aliases.alias

),

person_channels as (

    select
        report_people.scored_on,
        report_people.person_id,
        coalesce(sources.lead_source, 'unknown') as channel,
        sources.first_created_on
    from report_people
    left join sources
        on
            report_people.scored_on = sources.scored_on
            and report_people.person_id = sources.person_id
            and sources.source_rank = 1

)

select * from person_channels
