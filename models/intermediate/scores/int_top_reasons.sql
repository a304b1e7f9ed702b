-- One row per scorecard, scoring day and person of this run: the reasons for the score as one sentence. A
-- fast track, the three rules that gave most, and the one that cost most.

with

people as (

    select * from {{ ref('int_people') }}

),

ledger as (

    select * from {{ ref('int_ledger') }}
    where points <> 0

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}
    where not is_starting_points

),

-- A fast track lifts a lead to its stage whatever the points: it comes first.
fast_tracks as (

    select * from {{ ref('int_person_overrides') }}
    where effect = 'fast_track' and effect_rank = 1

),

-- A rule on the signal of the fast track would repeat it.
ranked as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        ledger.points,
        rules.description,
        row_number() over (
            partition by people.scorecard, people.scored_on, people.person_id
            order by ledger.points desc, {{ text_order('ledger.rule_id') }} asc
        ) as gain_rank,
        row_number() over (
            partition by people.scorecard, people.scored_on, people.person_id
            order by ledger.points asc, {{ text_order('ledger.rule_id') }} asc
        ) as cost_rank
    from people
    inner join ledger
        on
            people.scorecard = ledger.scorecard
            and people.scored_on = ledger.scored_on
            and people.person_id = ledger.person_id
    inner join rules
        on
            ledger.scorecard = rules.scorecard
            and ledger.rule_id = rules.rule_id
            and ledger.scored_on between rules.valid_from and rules.valid_to
    left join fast_tracks
        on
            people.scorecard = fast_tracks.scorecard
            and people.scored_on = fast_tracks.scored_on
            and people.person_id = fast_tracks.person_id
            and rules.signal_type = fast_tracks.signal_type
            and rules.signal = fast_tracks.signal
    where fast_tracks.signal is null or ledger.points < 0

),

gains_and_costs as (

    select
        scorecard,
        scored_on,
        person_id,
        max(case when gain_rank = 1 and points > 0 then description end) as first_gain,
        max(case when gain_rank = 2 and points > 0 then description end) as second_gain,
        max(case when gain_rank = 3 and points > 0 then description end) as third_gain,
        max(case when cost_rank = 1 and points < 0 then description end) as first_cost
    from ranked
    group by scorecard, scored_on, person_id

),

sentences as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        nullif(
            {{ join_texts('; ', [
                'fast_tracks.reason', 'gains_and_costs.first_gain', 'gains_and_costs.second_gain',
                'gains_and_costs.third_gain',
            ]) }},
            ''
        ) as gains,
        gains_and_costs.first_cost
    from people
    left join gains_and_costs
        on
            people.scorecard = gains_and_costs.scorecard
            and people.scored_on = gains_and_costs.scored_on
            and people.person_id = gains_and_costs.person_id
    left join fast_tracks
        on
            people.scorecard = fast_tracks.scorecard
            and people.scored_on = fast_tracks.scored_on
            and people.person_id = fast_tracks.person_id

),

top_reasons as (

    select
        scorecard,
        scored_on,
        person_id,
        coalesce(gains || '. But: ' || first_cost, gains, 'But: ' || first_cost, 'No rule has given or cost points yet')
        || '.' as top_reasons
    from sentences

)

select * from top_reasons
