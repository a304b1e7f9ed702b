-- One row per person and day on which a report asks for his channel: the lead source known on that day.

with

report_people as (

    select * from {{ ref('int_report_people') }}

),

person_members as (

    select * from {{ ref('int_person_members') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

-- The source that the primary lead named on the day, or else the next of the person's leads that named one.
sources as (

    select
        report_people.scored_on,
        report_people.lead_id,
        lower(lead_versions.lead_source) as lead_source,
        row_number() over (
            partition by report_people.scored_on, report_people.lead_id
            order by
                case when lead_versions.lead_source is null then 1 else 0 end asc,
                person_members.fill_rank asc
        ) as source_rank
    from report_people
    left join person_members
        on
            report_people.scored_on = person_members.scored_on
            and report_people.lead_id = person_members.lead_id
    inner join lead_versions
        on
            coalesce(person_members.member_lead_id, report_people.lead_id) = lead_versions.lead_id
            and report_people.scored_on >= lead_versions.valid_from
            and report_people.scored_on < lead_versions.valid_to

),

person_channels as (

    select
        report_people.scored_on,
        report_people.lead_id,
        coalesce(sources.lead_source, 'unknown') as channel
    from report_people
    left join sources
        on
            report_people.scored_on = sources.scored_on
            and report_people.lead_id = sources.lead_id
            and sources.source_rank = 1

)

select * from person_channels
