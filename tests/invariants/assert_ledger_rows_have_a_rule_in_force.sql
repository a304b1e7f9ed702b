-- Days, segments and rules with ledger rows of people whom this run scored although the rule is not in force there on
-- that day, or stands there with another group or component.

with

ledger as (

    select ledger.*
    from {{ ref('int_ledger') }} as ledger
    inner join {{ ref('int_people') }} as people
        on
            ledger.scorecard = people.scorecard
            and ledger.scored_on = people.scored_on
            and ledger.person_id = people.person_id

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

given_by as (

    select
        ledger.scorecard,
        ledger.scored_on,
        scored_people.segment,
        ledger.rule_id,
        ledger.component,
        ledger.rule_group,
        count(*) as people,
        min(ledger.person_id) as one_of_them
    from ledger
    inner join scored_people
        on
            ledger.scorecard = scored_people.scorecard
            and ledger.scored_on = scored_people.scored_on
            and ledger.person_id = scored_people.person_id
    group by
        ledger.scorecard,
        ledger.scored_on,
        scored_people.segment,
        ledger.rule_id,
        ledger.component,
        ledger.rule_group

),

without_rule as (

    select given_by.*
    from given_by
    left join rules
        on
            given_by.scorecard = rules.scorecard
            and given_by.rule_id = rules.rule_id
            and given_by.component = rules.component
            and coalesce(given_by.rule_group, '') = coalesce(rules.rule_group, '')
            and given_by.scored_on between rules.valid_from and rules.valid_to
            and rules.segment in ('*', given_by.segment)
    where rules.rule_id is null

)

select * from without_rule
