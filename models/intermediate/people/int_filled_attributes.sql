-- One row per scoring day, person and raw attribute: the primary lead's value, or if it has none, that of the next
-- of the person's leads that has one.
{{ config(materialized='view') }}

with

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

lead_attributes as (

    select * from {{ ref('int_lead_attributes') }}

),

-- A value that cannot be read (a number that is none) is a gap like a missing one.
unreadable_values as (

    select
        source_attribute,
        raw_value
    from {{ ref('int_values_standardised') }}
    where value is null

),

ranked as (

    select
        lead_person_map.scored_on,
        lead_person_map.person_id,
        lead_attributes.source_attribute,
        lead_attributes.value,
        row_number() over (
            partition by lead_person_map.scored_on, lead_person_map.person_id, lead_attributes.source_attribute
            order by lead_person_map.merge_rank
        ) as value_rank
    from lead_person_map
    inner join lead_attributes
        on
            lead_person_map.lead_id = lead_attributes.lead_id
            and lead_person_map.scored_on >= lead_attributes.valid_from
            and lead_person_map.scored_on < lead_attributes.valid_to
    left join unreadable_values
        on
            lead_attributes.source_attribute = unreadable_values.source_attribute
            and lead_attributes.value = unreadable_values.raw_value
    where unreadable_values.raw_value is null

),

filled as (

    select
        scored_on,
        person_id,
        source_attribute,
        value
    from ranked
    where value_rank = 1

)

select * from filled
