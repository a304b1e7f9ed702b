-- One row per channel ('*' = all): how many of its leads converted within the horizon after they were scored.

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

person_channels as (

    select * from {{ ref('int_person_channels') }}

),

levels as (

    {{ report_levels() }}

),

channels as (

    select
        cohort.*,
        case when levels.is_total then '*' else person_channels.channel end as channel
    from cohort
    cross join levels
    inner join person_channels
        on
            cohort.scored_on = person_channels.scored_on
            and cohort.person_id = person_channels.person_id

),

channel_conversion as (

    select
        channel,
        {{ conversion_columns() }}
    from channels
    group by channel

)

select * from channel_conversion
