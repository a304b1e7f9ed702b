-- Ledger rows of this run's days whose rule is not in force on the scoring day for the person's segment,
-- or stands there with another group or component.

with

ledger as (

    select ledger.*
    from {{ ref('int_ledger') }} as ledger
    inner join {{ ref('int_scoring_days') }} as scoring_days
        on ledger.scored_on = scoring_days.scored_on

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

without_rule as (

    select
        ledger.scored_on,
        ledger.lead_id,
        ledger.rule_id
    from ledger
    inner join scored_people
        on
            ledger.scored_on = scored_people.scored_on
            and ledger.lead_id = scored_people.lead_id
    left join rules
        on
            ledger.rule_id = rules.rule_id
            and ledger.component = rules.component
            and coalesce(ledger.rule_group, '') = coalesce(rules.rule_group, '')
            and ledger.scored_on between rules.valid_from and rules.valid_to
            and rules.segment in ('*', scored_people.segment)
    where rules.rule_id is null

)

select * from without_rule
