-- One row per scorecard, scoring day and person: the segment of lowest priority number all of whose
-- conditions hold, else default.

with

people as (

    select * from {{ ref('int_people') }}

),

segment_conditions as (

    select distinct
        scorecard,
        segment,
        priority,
        attribute,
        lower(operand) as operand,
        {{ segment_condition_key() }} as condition_key
    from {{ ref('stg_segments') }}

),

-- A segment may ask for a condition of conditions.csv, whose name is then the operand.
person_conditions as (

    select
        scorecard,
        scored_on,
        person_id,
        condition_key
    from {{ ref('int_person_conditions') }}
    where condition_kind = 'segment'

    union all

    select
        met_conditions.scorecard,
        met_conditions.scored_on,
        met_conditions.person_id,
        segment_conditions.condition_key
    from {{ ref('int_met_conditions') }} as met_conditions
    inner join segment_conditions
        on
            met_conditions.scorecard = segment_conditions.scorecard
            and met_conditions.condition_id = segment_conditions.operand
    where segment_conditions.attribute = 'condition'

),

segments as (

    select
        scorecard,
        segment,
        min(priority) as priority,
        count(distinct condition_key) as condition_count
    from segment_conditions
    group by scorecard, segment

),

matched as (

    select
        person_conditions.scorecard,
        person_conditions.scored_on,
        person_conditions.person_id,
        segment_conditions.segment,
        count(distinct segment_conditions.condition_key) as condition_count
    from person_conditions
    inner join segment_conditions
        on
            person_conditions.scorecard = segment_conditions.scorecard
            and person_conditions.condition_key = segment_conditions.condition_key
    group by
        person_conditions.scorecard,
        person_conditions.scored_on,
        person_conditions.person_id,
        segment_conditions.segment

),

ranked as (

    select
        matched.scorecard,
        matched.scored_on,
        matched.person_id,
        matched.segment,
        row_number() over (
            partition by matched.scorecard, matched.scored_on, matched.person_id
            order by segments.priority asc nulls last, {{ text_order('segments.segment') }} asc
        ) as segment_rank
    from matched
    inner join segments
        on
            matched.scorecard = segments.scorecard
            and matched.segment = segments.segment
            and matched.condition_count = segments.condition_count

),

person_segments as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        people.person_day_key,
        coalesce(ranked.segment, 'default') as segment
    from people
    left join ranked
        on
            people.scorecard = ranked.scorecard
            and people.scored_on = ranked.scored_on
            and people.person_id = ranked.person_id
            and ranked.segment_rank = 1

)

select * from person_segments
