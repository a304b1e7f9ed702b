-- One row per scorecard, scoring day, person and override that holds, by rule or by hand.

with

overrides as (

    select * from {{ ref('stg_overrides') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

numbered_overrides as (

    select
        overrides.*,
        conditions.condition_number
    from overrides
    inner join {{ ref('int_conditions') }} as conditions
        on
            overrides.scorecard = conditions.scorecard
            and overrides.override_id = conditions.condition_key
    where conditions.condition_kind = 'override'

),

-- Without a day: what holds on the scoring day itself.
matches as (

    select
        person_conditions.person_day_key,
        numbered_overrides.override_id,
        cast(null as date) as hit_on
    from {{ ref('int_person_conditions') }} as person_conditions
    inner join numbered_overrides
        on person_conditions.condition_number = numbered_overrides.condition_number

    union all

    select
        person_event_hits.person_day_key,
        numbered_overrides.override_id,
        max(person_event_hits.occurred_on) as hit_on
    from {{ ref('int_person_event_hits') }} as person_event_hits
    inner join numbered_overrides
        on person_event_hits.condition_number = numbered_overrides.condition_number
    group by person_event_hits.person_day_key, numbered_overrides.override_id

    union all

    select
        met_conditions.person_day_key,
        overrides.override_id,
        cast(null as date) as hit_on
    from {{ ref('int_met_conditions') }} as met_conditions
    inner join overrides
        on
            met_conditions.scorecard = overrides.scorecard
            and met_conditions.condition_id = overrides.signal
    where overrides.signal_type = 'condition'

),

overridden as (

    select
        person_segments.scorecard,
        person_segments.scored_on,
        person_segments.person_id,
        person_segments.person_day_key,
        matches.override_id,
        overrides.effect,
        overrides.stage,
        overrides.signal_type,
        overrides.signal,
        overrides.reason,
        false as is_manual
    from matches
    inner join person_segments
        on matches.person_day_key = person_segments.person_day_key
    inner join overrides
        on
            person_segments.scorecard = overrides.scorecard
            and matches.override_id = overrides.override_id
            and overrides.segment in ('*', person_segments.segment)
            and (
                {{ days_between('coalesce(matches.hit_on, person_segments.scored_on)', 'person_segments.scored_on') }}
                < overrides.within_days
                or overrides.within_days is null
            )

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
