-- One row per scorecard, scoring day, person, rule in force for the person's segment, and day with hits: hits
-- as they happened, and as they count after the daily cap. An attribute or condition that holds is one hit on the
-- scoring day itself; a frequency rule has one row, on the day of its last hit inside its window.
{{ config(materialized='view') }}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

-- What holds of the person, holds on the scoring day.
held_rules as (

    select
        person_day_key,
        condition_number as rule_number
    from {{ ref('int_person_conditions') }}

    union all

    select
        met_conditions.person_day_key,
        rules.rule_number
    from {{ ref('int_met_conditions') }} as met_conditions
    inner join rules
        on
            met_conditions.scorecard = rules.scorecard
            and met_conditions.condition_id = rules.signal
    where rules.signal_type = 'condition'

),

matches as (

    select
        held_rules.person_day_key,
        held_rules.rule_number,
        person_segments.scored_on,
        person_segments.scored_on as hit_on,
        1 as hits
    from held_rules
    inner join person_segments
        on held_rules.person_day_key = person_segments.person_day_key

    union all

    select
        person_day_key,
        condition_number as rule_number,
        scored_on,
        occurred_on as hit_on,
        hits
    from {{ ref('int_person_event_hits') }}

),

capped as (

    select
        matches.person_day_key,
        matches.rule_number,
        matches.scored_on,
        matches.hit_on,
        matches.hits,
        least(matches.hits, coalesce(rules.daily_cap, matches.hits)) as counted_hits,
        rules.is_frequency_rule,
        rules.min_hits,
        rules.within_days
    from matches
    inner join rules
        on
            matches.rule_number = rules.rule_number
            and matches.scored_on between rules.valid_from and rules.valid_to
    inner join person_segments
        on
            matches.person_day_key = person_segments.person_day_key
            and rules.segment in ('*', person_segments.segment)

),

rule_hits as (

    select
        person_day_key,
        rule_number,
        scored_on,
        hit_on,
        hits,
        counted_hits
    from capped
    where not is_frequency_rule

    union all

    select
        person_day_key,
        rule_number,
        scored_on,
        max(hit_on) as hit_on,
        1 as hits,
        1 as counted_hits
    from capped
    where
        is_frequency_rule
        and ({{ days_between('hit_on', 'scored_on') }} < within_days or within_days is null)
    group by person_day_key, rule_number, scored_on, min_hits
    having sum(counted_hits) >= min_hits

)

select * from rule_hits
