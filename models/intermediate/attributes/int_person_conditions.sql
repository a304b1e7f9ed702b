-- One row per scorecard, scoring day, person and condition on an attribute that the person satisfies.

with

person_attributes as (

    select * from {{ ref('int_person_attributes') }}

),

condition_values as (

    select * from {{ ref('int_condition_values') }}

),

person_conditions as (

    select
        person_attributes.scorecard,
        person_attributes.scored_on,
        person_attributes.person_id,
        condition_values.condition_kind,
        condition_values.condition_key
    from person_attributes
    inner join condition_values
        on
            person_attributes.scorecard = condition_values.scorecard
            and person_attributes.attribute = condition_values.attribute
            and coalesce(person_attributes.value, '') = condition_values.value

)

select * from person_conditions
