-- One row per scorecard, scoring day, person and attribute with a known value: that of the primary lead, or
-- if it has none, of the next of the person's leads that has one.
{{ config(materialized='view') }}

with

people as (

    select * from {{ ref('int_people') }}

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

lead_attributes as (

    select * from {{ ref('int_lead_attributes') }}

),

dictionary as (

    select * from {{ ref('int_attribute_dictionary') }}

),

-- A value that cannot be read (text where a number should be) is a gap like a missing one.
unreadable_values as (

    select
        scorecard,
        source_attribute,
        raw_value
    from {{ ref('int_values_standardised') }}
    where value is null

),

ranked as (

    select
        people.scorecard,
        people.person_day_key,
        lead_attributes.source_attribute,
        lead_attributes.value,
        row_number() over (
            partition by people.person_day_key, lead_attributes.source_attribute
            order by lead_person_map.merge_rank
        ) as value_rank
    from people
    inner join lead_person_map
        on
            people.scored_on = lead_person_map.scored_on
            and people.person_id = lead_person_map.person_id
    inner join lead_attributes
        on
            lead_person_map.lead_id = lead_attributes.lead_id
            and lead_person_map.scored_on >= lead_attributes.valid_from
            and lead_person_map.scored_on < lead_attributes.valid_to
    left join unreadable_values
        on
            people.scorecard = unreadable_values.scorecard
            and lead_attributes.source_attribute = unreadable_values.source_attribute
            and lead_attributes.value = unreadable_values.raw_value
    where unreadable_values.raw_value is null

),

-- Several raw attributes may say one attribute; for is_target_account 'true' is the greatest.
filled_attributes as (

    select
        ranked.person_day_key,
        dictionary.attribute,
        max(dictionary.value) as value
    from ranked
    inner join dictionary
        on
            ranked.scorecard = dictionary.scorecard
            and ranked.source_attribute = dictionary.source_attribute
            and ranked.value = dictionary.raw_value
    where ranked.value_rank = 1
    group by ranked.person_day_key, dictionary.attribute

)

select * from filled_attributes
