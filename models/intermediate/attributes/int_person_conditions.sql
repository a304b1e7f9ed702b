-- One row per scorecard, scoring day, person and condition on an attribute that the person satisfies. Conditions
-- are tried once per distinct value, in each of its spellings, not once per person; value '' stands for unknown.

with

aliases as (

    select * from {{ ref('int_aliases') }}
    where attribute in ('country', 'industry', 'lead_source')

),

conditions as (

    select * from {{ ref('int_conditions') }}
    where signal_type = 'attribute'

),

person_attributes as (

    select * from {{ ref('int_person_attributes') }}

),

distinct_values as (

    select distinct
        scorecard,
        attribute,
        value
    from person_attributes

),

-- A rule may write USA where the data says United States, and the other way round.
spellings as (

    select
        scorecard,
        attribute,
        value,
        case
            when attribute in ('country', 'industry', 'lead_source') then {{ alias_key('value') }}
            else value
        end as spelling
    from distinct_values

    union all

    select
        distinct_values.scorecard,
        distinct_values.attribute,
        distinct_values.value,
        aliases.alias as spelling
    from distinct_values
    inner join aliases
        on
            distinct_values.scorecard = aliases.scorecard
            and distinct_values.attribute = aliases.attribute
            and distinct_values.value = aliases.standard_value

),

tried as (

    select
        conditions.scorecard,
        conditions.condition_number,
        conditions.operator,
        spellings.attribute,
        coalesce(spellings.value, '') as value,
        case
            when {{ condition_holds('spellings.spelling', read_number('spellings.spelling'), 'conditions') }}
                then 1
            else 0
        end as holds
    from conditions
    inner join spellings
        on
            conditions.scorecard = spellings.scorecard
            and conditions.signal = spellings.attribute

),

condition_values as {{ materialized() }} (

    select
        scorecard,
        condition_number,
        attribute,
        value
    from tried
    group by scorecard, condition_number, operator, attribute, value
    having case when operator = 'not_equals' then min(holds) else max(holds) end = 1

),

person_conditions as (

    select
        person_attributes.person_day_key,
        condition_values.condition_number
    from person_attributes
    inner join condition_values
        on
            person_attributes.scorecard = condition_values.scorecard
            and person_attributes.attribute = condition_values.attribute
            and coalesce(person_attributes.value, '') = condition_values.value

)

select * from person_conditions
