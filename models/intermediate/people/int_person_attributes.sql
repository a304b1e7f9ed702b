-- One row per scoring day, person and attribute the rulebook asks about; value null = unknown.

with

people as (

    select * from {{ ref('int_people') }}

),

asked_attributes as (

    select distinct attribute
    from {{ ref('int_asked_attributes') }}

),

filled as (

    select * from {{ ref('int_filled_attributes') }}

),

dictionary as (

    select * from {{ ref('int_attribute_dictionary') }}

),

last_engagements as (

    select * from {{ ref('int_last_engagements') }}

),

last_outcomes as (

    select * from {{ ref('int_last_outcomes') }}

),

-- The attribute is a column, because engines join fast by columns that are equal, and row by row otherwise.
told_outcomes as (

    select
        scored_on,
        person_id,
        'last_sales_outcome' as attribute,
        last_sales_outcome
    from last_outcomes

),

-- Several raw attributes may tell one attribute; of is_target_account 'true' is the greatest.
known as (

    select
        filled.scored_on,
        filled.person_id,
        dictionary.attribute,
        max(dictionary.value) as value
    from filled
    inner join dictionary
        on
            filled.source_attribute = dictionary.source_attribute
            and filled.value = dictionary.raw_value
    group by filled.scored_on, filled.person_id, dictionary.attribute

),

person_attributes as (

    select
        people.scored_on,
        people.person_id,
        asked_attributes.attribute,
        case asked_attributes.attribute
            when 'email_type' then coalesce(known.value, 'missing')
            when 'last_sales_outcome' then told_outcomes.last_sales_outcome
            when 'days_since_created'
                then
                    cast(
                        {{ days_between('people.first_created_on', 'people.scored_on') }}
                        as {{ dbt.type_string() }}
                    )
            else
                coalesce(
                    known.value,
                    cast(
                        {{ days_between('last_engagements.last_engaged_on', 'people.scored_on') }}
                        as {{ dbt.type_string() }}
                    )
                )
        end as value
    from people
    cross join asked_attributes
    left join known
        on
            people.scored_on = known.scored_on
            and people.person_id = known.person_id
            and asked_attributes.attribute = known.attribute
    left join last_engagements
        on
            people.scored_on = last_engagements.scored_on
            and people.person_id = last_engagements.person_id
            and asked_attributes.attribute = 'days_since_last_' || last_engagements.engaged_in
    left join told_outcomes
        on
            people.scored_on = told_outcomes.scored_on
            and people.person_id = told_outcomes.person_id
            and asked_attributes.attribute = told_outcomes.attribute

)

select * from person_attributes
