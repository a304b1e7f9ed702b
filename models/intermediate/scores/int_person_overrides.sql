-- One row per scorecard, scoring day, person and override that holds.

with

overrides as (

    select * from {{ ref('stg_overrides') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

matches as (

    select
        scorecard,
        scored_on,
        person_id,
        condition_key as override_id,
        scored_on as hit_on
    from {{ ref('int_person_conditions') }}
    where condition_kind = 'override'

    union all

    select
        scorecard,
        scored_on,
        person_id,
        condition_key as override_id,
        max(occurred_on) as hit_on
    from {{ ref('int_person_event_hits') }}
    where condition_kind = 'override'
    group by scorecard, scored_on, person_id, condition_key

    union all

    select
        met_conditions.scorecard,
        met_conditions.scored_on,
        met_conditions.person_id,
        overrides.override_id,
        met_conditions.scored_on as hit_on
    from {{ ref('int_met_conditions') }} as met_conditions
    inner join overrides
        on
            met_conditions.scorecard = overrides.scorecard
            and met_conditions.condition_id = overrides.signal
    where overrides.signal_type = 'condition'

),

person_overrides as (

    select
        matches.scorecard,
        matches.scored_on,
        matches.person_id,
        matches.override_id,
        overrides.effect,
        overrides.stage,
        overrides.signal_type,
        overrides.signal,
        overrides.reason,
        row_number() over (
            partition by matches.scorecard, matches.scored_on, matches.person_id, overrides.effect
            order by {{ text_order('matches.override_id') }} asc
        ) as effect_rank
    from matches
    inner join overrides
        on
            matches.scorecard = overrides.scorecard
            and matches.override_id = overrides.override_id
            and (
                {{ days_between('matches.hit_on', 'matches.scored_on') }} < overrides.within_days
                or overrides.within_days is null
            )
    inner join person_segments
        on
            matches.scorecard = person_segments.scorecard
            and matches.scored_on = person_segments.scored_on
            and matches.person_id = person_segments.person_id
            and overrides.segment in ('*', person_segments.segment)

)

select * from person_overrides
