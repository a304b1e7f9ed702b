-- People whom this run scored, days and rules with more than one row in the ledger.

with

ledger as (

    select
        ledger.scorecard,
        ledger.scored_on,
        ledger.person_id,
        ledger.rule_id
    from {{ ref('int_ledger') }} as ledger
    inner join {{ ref('int_people') }} as people
        on
            ledger.scorecard = people.scorecard
            and ledger.scored_on = people.scored_on
            and ledger.person_id = people.person_id

),

doubled as (

    select
        scorecard,
        scored_on,
        person_id,
        rule_id,
        count(*) as ledger_rows
    from ledger
    group by scorecard, scored_on, person_id, rule_id
    having count(*) > 1

)

select * from doubled
