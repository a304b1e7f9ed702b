-- One row per scorecard, scoring day and person of this run: the reasons for the score as one sentence. A
-- fast track, the three rules that gave most, and the one that cost most.

with

people as (

    select * from {{ ref('int_people') }}

),

ledger as (

    select * from {{ ref('int_ledger_this_run') }}
    where points <> 0

),

-- A number each that sorts as the rule_ids do, which one rule and person have once a day.
rules as (

    select
        *,
        row_number() over (order by {{ text_order('rule_id') }}, rule_number) as rule_order
    from {{ ref('stg_scoring_rules') }}
    where not is_starting_points

),

-- A fast track lifts a lead to its stage whatever the points: it comes first.
fast_tracks as (

    select * from {{ ref('int_person_overrides') }}
    where effect = 'fast_track' and effect_rank = 1

),

-- A rule on the signal of the fast track would repeat it.
repeated as (

    select
        fast_tracks.person_day_key,
        rules.rule_number
    from fast_tracks
    inner join rules
        on
            fast_tracks.scorecard = rules.scorecard
            and fast_tracks.signal_type = rules.signal_type
            and fast_tracks.signal = rules.signal

),

ranked as (

    select
        ledger.person_day_key,
        ledger.rule_number,
        ledger.points,
        row_number() over (
            partition by ledger.person_day_key order by ledger.points desc, rules.rule_order asc
        ) as gain_rank,
        row_number() over (
            partition by ledger.person_day_key order by ledger.points asc, rules.rule_order asc
        ) as cost_rank
    from ledger
    inner join rules
        on ledger.rule_number = rules.rule_number
    left join repeated
        on
            ledger.person_day_key = repeated.person_day_key
            and ledger.rule_number = repeated.rule_number
    where repeated.rule_number is null or ledger.points < 0

),

-- The words are joined to the few rules that are said.
gains_and_costs as (

    select
        ranked.person_day_key,
        max(case when ranked.gain_rank = 1 and ranked.points > 0 then rules.description end) as first_gain,
        max(case when ranked.gain_rank = 2 and ranked.points > 0 then rules.description end) as second_gain,
        max(case when ranked.gain_rank = 3 and ranked.points > 0 then rules.description end) as third_gain,
        max(case when ranked.cost_rank = 1 and ranked.points < 0 then rules.description end) as first_cost
    from ranked
    inner join rules
        on ranked.rule_number = rules.rule_number
    where
        (ranked.gain_rank <= 3 and ranked.points > 0)
        or (ranked.cost_rank = 1 and ranked.points < 0)
    group by ranked.person_day_key

),

sentences as (

    select
        people.person_day_key,
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
        on people.person_day_key = gains_and_costs.person_day_key
    left join fast_tracks
        on people.person_day_key = fast_tracks.person_day_key

),

top_reasons as (

    select
        person_day_key,
        coalesce(gains || '. But: ' || first_cost, gains, 'But: ' || first_cost, 'No rule has given or cost points yet')
        || '.' as top_reasons
    from sentences

)

select * from top_reasons
