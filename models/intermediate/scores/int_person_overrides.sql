-- One row per scorecard, scoring day, person and override that holds, by rule or by hand.

with

overrides as (

    select * from {{ ref('stg_overrides') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

event_overrides as (

    select
        person_event_hits.person_day_key,
        conditions.condition_key as override_id,
        max(person_event_hits.occurred_on) as hit_on
    from {{ ref('int_person_event_hits') }} as person_event_hits
    inner join {{ ref('int_conditions') }} as conditions
        on person_event_hits.condition_number = conditions.condition_number
    where conditions.condition_kind = 'override'
    group by person_event_hits.person_day_key, conditions.condition_key

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
        people.scorecard,
        people.scored_on,
        people.person_id,
        event_overrides.override_id,
        event_overrides.hit_on
    from event_overrides
    inner join {{ ref('int_people') }} as people
        on event_overrides.person_day_key = people.person_day_key

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

overridden as (

    select
        matches.scorecard,
        matches.scored_on,
        matches.person_id,
        person_segments.person_day_key,
        matches.override_id,
        overrides.effect,
        overrides.stage,
        overrides.signal_type,
        overrides.signal,
        overrides.reason,
        false as is_manual
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

    union all

    select
        person_segments.scorecard,
        person_segments.scored_on,
        person_segments.person_id,
        person_segments.person_day_key,
        manual_overrides.override_id,
        manual_overrides.effect,
        manual_overrides.stage,
        'manual' as signal_type,
        cast(null as {{ dbt.type_string() }}) as signal,
        manual_overrides.reason,
        true as is_manual
    from {{ ref('stg_manual_overrides') }} as manual_overrides
    inner join {{ ref('int_lead_person_map_this_run') }} as lead_person_map
        on
            manual_overrides.lead_id = lead_person_map.lead_id
            and lead_person_map.scored_on between manual_overrides.valid_from and manual_overrides.valid_to
    inner join person_segments
        on
            manual_overrides.scorecard = person_segments.scorecard
            and lead_person_map.scored_on = person_segments.scored_on
            and lead_person_map.person_id = person_segments.person_id

),

-- What somebody decided about the lead is said before what a rule found.
person_overrides as (

    select
        scorecard,
        scored_on,
        person_id,
        person_day_key,
        override_id,
        effect,
        stage,
        signal_type,
        signal,
        reason,
        row_number() over (
            partition by person_day_key, effect
            order by is_manual desc, {{ text_order('override_id') }} asc
        ) as effect_rank
    from overridden

)

select * from person_overrides
