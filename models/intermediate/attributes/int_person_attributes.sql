-- One row per scorecard, scoring day, person and attribute the rulebook asks about; value null = unknown.

with

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

outcomes as (

    select * from {{ ref('int_lead_outcomes') }}
    where is_in_rules

),

people as (

    select * from {{ ref('int_people') }}

),

filled_attributes as (

    select * from {{ ref('int_filled_attributes') }}

),

last_engagements as (

    select * from {{ ref('int_last_engagements') }}

),

-- Of several outcomes at one moment, the one nearest to a closed deal.
ranked_outcomes as (

    select
        lead_person_map.scored_on,
        lead_person_map.person_id,
        outcomes.outcome,
        outcomes.occurred_on,
        row_number() over (
            partition by lead_person_map.scored_on, lead_person_map.person_id
            order by
                {{ latest_outcome_first('outcomes') }}
        ) as outcome_rank
    from lead_person_map
    inner join outcomes
        on
            lead_person_map.lead_id = outcomes.lead_id
            and lead_person_map.scored_on >= outcomes.occurred_on

),

-- The attribute is a column, because engines join fast by columns that are equal, and row by row otherwise.
last_outcomes as (

    select
        scored_on,
        person_id,
        'last_sales_outcome' as attribute,
        outcome as value
    from ranked_outcomes
    where outcome_rank = 1

    union all

    select
        scored_on,
        person_id,
        'days_since_sales_outcome' as attribute,
        cast({{ days_between('occurred_on', 'scored_on') }} as {{ dbt.type_string() }}) as value
    from ranked_outcomes
    where outcome_rank = 1

    union all

    select
        scored_on,
        person_id,
        'days_since_' || outcome as attribute,
        cast({{ days_between('max(occurred_on)', 'scored_on') }} as {{ dbt.type_string() }}) as value
    from ranked_outcomes
    group by scored_on, person_id, outcome

),

rule_attributes as (

    select distinct
        scorecard,
        attribute
    from {{ ref('int_rule_attributes') }}

),

person_attributes as (

    select
        people.scorecard,
        people.person_day_key,
        rule_attributes.attribute,
        case rule_attributes.attribute
            when 'email_type' then coalesce(filled_attributes.value, 'missing')
            when 'days_since_created'
                then
                    cast(
                        {{ days_between('people.first_created_on', 'people.scored_on') }}
                        as {{ dbt.type_string() }}
                    )
            else
                coalesce(
                    filled_attributes.value,
                    last_outcomes.value,
                    cast(
                        {{ days_between('last_engagements.last_engaged_on', 'people.scored_on') }}
                        as {{ dbt.type_string() }}
                    )
                )
        end as value
    from people
    inner join rule_attributes
        on people.scorecard = rule_attributes.scorecard
    left join filled_attributes
        on
            people.person_day_key = filled_attributes.person_day_key
            and rule_attributes.attribute = filled_attributes.attribute
    left join last_engagements
        on
            people.person_day_key = last_engagements.person_day_key
            and rule_attributes.attribute = 'days_since_last_' || last_engagements.engaged_in
    left join last_outcomes
        on
            people.scored_on = last_outcomes.scored_on
            and people.person_id = last_outcomes.person_id
            and rule_attributes.attribute = last_outcomes.attribute

)

select * from person_attributes
