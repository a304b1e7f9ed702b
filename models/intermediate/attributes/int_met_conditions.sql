-- One row per scorecard, scoring day, person and condition of conditions.csv all of whose parts hold.

with

parts as (

    select distinct
        scorecard,
        condition_id,
        condition_key,
        signal_type,
        min_hits,
        within_days
    from {{ ref('stg_conditions') }}

),

part_counts as (

    select
        scorecard,
        condition_id,
        count(*) as part_count
    from parts
    group by scorecard, condition_id

),

numbered_parts as (

    select
        parts.*,
        conditions.condition_number
    from parts
    inner join {{ ref('int_conditions') }} as conditions
        on
            parts.scorecard = conditions.scorecard
            and parts.condition_key = conditions.condition_key
    where conditions.condition_kind = 'condition'

),

attribute_parts as (

    select
        person_conditions.person_day_key,
        numbered_parts.scorecard,
        numbered_parts.condition_id
    from {{ ref('int_person_conditions') }} as person_conditions
    inner join numbered_parts
        on person_conditions.condition_number = numbered_parts.condition_number
    where numbered_parts.signal_type = 'attribute'

),

event_parts as (

    select
        person_event_hits.person_day_key,
        numbered_parts.scorecard,
        numbered_parts.condition_id
    from {{ ref('int_person_event_hits') }} as person_event_hits
    inner join numbered_parts
        on person_event_hits.condition_number = numbered_parts.condition_number
    where
        numbered_parts.signal_type = 'event'
        and (
            numbered_parts.within_days is null
            or numbered_parts.within_days
            > {{ days_between('person_event_hits.occurred_on', 'person_event_hits.scored_on') }}
        )
    group by
        person_event_hits.person_day_key,
        numbered_parts.scorecard,
        numbered_parts.condition_id,
        numbered_parts.condition_key,
        numbered_parts.min_hits,
        numbered_parts.within_days
    having sum(person_event_hits.hits) >= numbered_parts.min_hits

),

met_parts as (

    select * from attribute_parts

    union all

    select * from event_parts

),

counted as (

    select
        person_day_key,
        scorecard,
        condition_id,
        count(*) as part_count
    from met_parts
    group by person_day_key, scorecard, condition_id

),

met_conditions as (

    select
        counted.person_day_key,
        counted.scorecard,
        counted.condition_id
    from counted
    inner join part_counts
        on
            counted.scorecard = part_counts.scorecard
            and counted.condition_id = part_counts.condition_id
            and counted.part_count = part_counts.part_count

)

select * from met_conditions
