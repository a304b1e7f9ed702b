-- One row per channel ('*' = all): how many of its leads converted within the horizon after they were scored.

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

person_members as (

    select * from {{ ref('int_person_members') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

levels as (

    {{ report_levels() }}

),

-- The source that the primary lead named on the day, or else the next of the person's leads that named one.
sources as (

    select
        cohort.lead_id,
        lower(lead_versions.lead_source) as lead_source,
        row_number() over (
            partition by cohort.lead_id
            order by
                case when lead_versions.lead_source is null then 1 else 0 end asc,
                person_members.fill_rank asc
        ) as source_rank
    from cohort
    left join person_members
        on
            cohort.scored_on = person_members.scored_on
            and cohort.lead_id = person_members.lead_id
    inner join lead_versions
        on
            coalesce(person_members.member_lead_id, cohort.lead_id) = lead_versions.lead_id
            and cohort.scored_on >= lead_versions.valid_from
            and cohort.scored_on < lead_versions.valid_to

),

channels as (

    select
        cohort.*,
        case when levels.is_total then '*' else coalesce(sources.lead_source, 'unknown') end as channel
    from cohort
    cross join levels
    left join sources
        on
            cohort.lead_id = sources.lead_id
            and sources.source_rank = 1

),

channel_conversion as (

    select
        channel,
        {{ conversion_columns() }}
    from channels
    group by channel

)

select * from channel_conversion
