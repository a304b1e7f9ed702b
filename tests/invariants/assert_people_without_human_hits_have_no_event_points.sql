-- Ledger rows of rules on events for people all of whose hits up to the day were made by machines, or
-- who had none, or had fewer than the row says. On days scored in this run, for some people.

with

people as (

    select * from {{ ref('int_people') }}
    where {{ is_sampled_lead('person_id') }}

),

ledger as (

    select * from {{ ref('int_ledger') }}

),

event_rules as (

    select distinct
        scorecard,
        rule_id
    from {{ ref('stg_scoring_rules') }}
    where signal_type = 'event'

),

human_hits as (

    select
        scored_on,
        person_id,
        all_hits - machine_hits as hits
    from {{ ref('int_person_machine_hits') }}
    where {{ is_sampled_lead('person_id') }}

),

wrong as (

    select
        ledger.scorecard,
        ledger.scored_on,
        ledger.person_id,
        ledger.rule_id,
        ledger.hits,
        human_hits.hits as human_hits
    from ledger
    inner join people
        on
            ledger.scorecard = people.scorecard
            and ledger.scored_on = people.scored_on
            and ledger.person_id = people.person_id
    inner join event_rules
        on
            ledger.scorecard = event_rules.scorecard
            and ledger.rule_id = event_rules.rule_id
    left join human_hits
        on
            ledger.scored_on = human_hits.scored_on
            and ledger.person_id = human_hits.person_id
    where ledger.hits > coalesce(human_hits.hits, 0)

)

select * from wrong
