-- One row per scoring day, person and override that holds.

with

overrides as (

    select * from {{ ref('stg_overrides') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

holding as (

    select
        scored_on,
        person_id,
        condition_key as override_id,
        scored_on as hit_on
    from {{ ref('int_person_conditions') }}
    where condition_kind = 'override'

    union all

    select
        scored_on,
        person_id,
        condition_key as override_id,
        max(occurred_on) as hit_on
    from {{ ref('int_person_event_hits') }}
    where condition_kind = 'override'
    group by scored_on, person_id, condition_key

),

person_overrides as (

    select
        holding.scored_on,
        holding.person_id,
        holding.override_id,
        overrides.effect,
        overrides.stage,
        overrides.signal_type,
        overrides.signal,
        overrides.reason,
        row_number() over (
            partition by holding.scored_on, holding.person_id, overrides.effect
            order by {{ text_order('holding.override_id') }} asc
        ) as effect_rank
    from holding
    inner join overrides
        on
            holding.override_id = overrides.override_id
            and (
                {{ days_between('holding.hit_on', 'holding.scored_on') }} < overrides.within_days
                or overrides.within_days is null
            )
    inner join person_segments
        on
            holding.scored_on = person_segments.scored_on
            and holding.person_id = person_segments.person_id
            and overrides.segment in ('*', person_segments.segment)

)

select * from person_overrides
