-- One row per person of the latest scoring day: the channel he came by.

with

person_channels as (

    select * from {{ ref('int_person_channels') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

lead_channels as (

    select
        person_channels.person_id,
        person_channels.channel
    from person_channels
    inner join latest_day
        on person_channels.scored_on = latest_day.scored_on

)

select * from lead_channels
