-- People, days of this run and rules with more than one row in the ledger.

with

ledger as (

    select
        ledger.scorecard,
        ledger.scored_on,
        ledger.person_id,
        ledger.rule_id
    from {{ ref('int_ledger') }} as ledger
    inner join {{ ref('int_dates_this_run') }} as scoring_days
        on
            ledger.scorecard = scoring_days.scorecard
            and ledger.scored_on = scoring_days.scored_on

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
