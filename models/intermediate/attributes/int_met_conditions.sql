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

attribute_parts as (

    select
        person_conditions.scorecard,
        person_conditions.scored_on,
        person_conditions.person_id,
        parts.condition_id
    from {{ ref('int_person_conditions') }} as person_conditions
    inner join parts
        on
            person_conditions.scorecard = parts.scorecard
            and person_conditions.condition_key = parts.condition_key
    where
        person_conditions.condition_kind = 'condition'
        and parts.signal_type = 'attribute'

),

event_parts as (

    select
        person_event_hits.scorecard,
        person_event_hits.scored_on,
        person_event_hits.person_id,
        parts.condition_id
    from {{ ref('int_person_event_hits') }} as person_event_hits
    inner join parts
        on
            person_event_hits.scorecard = parts.scorecard
            and person_event_hits.condition_key = parts.condition_key
    where
        person_event_hits.condition_kind = 'condition'
        and parts.signal_type = 'event'
        and (
            {{ days_between('person_event_hits.occurred_on', 'person_event_hits.scored_on') }} < parts.within_days
            or parts.within_days is null
        )
    group by
        person_event_hits.scorecard,
        person_event_hits.scored_on,
        person_event_hits.person_id,
        parts.condition_id,
        parts.condition_key,
        parts.min_hits,
        parts.within_days
    having sum(person_event_hits.hits) >= parts.min_hits

),

met_parts as (

    select * from attribute_parts

    union all

    select * from event_parts

),

counted as (

    select
        scorecard,
        scored_on,
        person_id,
        condition_id,
        count(*) as part_count
    from met_parts
    group by scorecard, scored_on, person_id, condition_id

),

met_conditions as (

    select
        counted.scorecard,
        counted.scored_on,
        counted.person_id,
        counted.condition_id
    from counted
    inner join part_counts
        on
            counted.scorecard = part_counts.scorecard
            and counted.condition_id = part_counts.condition_id
            and counted.part_count = part_counts.part_count

)

select * from met_conditions
