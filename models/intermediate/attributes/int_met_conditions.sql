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

numbered_parts as (

    select
        parts.*,
        conditions.condition_number
    from parts
    inner join {{ ref('int_conditions') }} as conditions
        on
            parts.scorecard = conditions.scorecard
            and parts.condition_key = conditions.condition_key
    where conditions.condition_kind = 'condition' and parts.signal_type = 'event'

),

frequent_parts as (

    select
        person_event_hits.person_day_key,
        numbered_parts.condition_id
    from {{ ref('int_person_event_hits') }} as person_event_hits
    inner join numbered_parts
        on person_event_hits.condition_number = numbered_parts.condition_number
    where
        {{ days_between('person_event_hits.occurred_on', 'person_event_hits.scored_on') }} < numbered_parts.within_days
        or numbered_parts.within_days is null
    group by
        person_event_hits.person_day_key,
        numbered_parts.condition_id,
        numbered_parts.condition_key,
        numbered_parts.min_hits,
        numbered_parts.within_days
    having sum(person_event_hits.hits) >= numbered_parts.min_hits

),

event_parts as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        frequent_parts.condition_id
    from frequent_parts
    inner join {{ ref('int_people') }} as people
        on frequent_parts.person_day_key = people.person_day_key

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
