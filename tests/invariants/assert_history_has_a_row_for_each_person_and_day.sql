-- People of the ledger on a kept day of this run who have not exactly one row of history that day.

with

ledger as (

    select distinct
        ledger.scorecard,
        ledger.scored_on,
        ledger.person_id
    from {{ ref('int_ledger') }} as ledger
    inner join {{ ref('int_dates_this_run') }} as scoring_days
        on
            ledger.scorecard = scoring_days.scorecard
            and ledger.scored_on = scoring_days.scored_on
    where scoring_days.is_kept

),

history as (

    select
        history.scorecard,
        history.scored_on,
        history.person_id,
        count(*) as history_rows
    from {{ ref('lead_score_history') }} as history
    inner join {{ ref('int_dates_this_run') }} as scoring_days
        on
            history.scorecard = scoring_days.scorecard
            and history.scored_on = scoring_days.scored_on
    group by history.scorecard, history.scored_on, history.person_id

),

wrong as (

    select
        coalesce(ledger.scored_on, history.scored_on) as scored_on,
        coalesce(ledger.person_id, history.person_id) as person_id,
        history.history_rows
    from ledger
    full outer join history
        on
            ledger.scorecard = history.scorecard
            and ledger.scored_on = history.scored_on
            and ledger.person_id = history.person_id
    where coalesce(history.history_rows, 0) <> 1

)

select * from wrong
