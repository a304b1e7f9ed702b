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
        person_conditions.person_day_key,
        conditions.scorecard,
        conditions.condition_key
    from {{ ref('int_person_conditions') }} as person_conditions
    inner join {{ ref('int_conditions') }} as conditions
        on person_conditions.condition_number = conditions.condition_number
    where conditions.condition_kind = 'segment'

    union all

    select
        met_conditions.person_day_key,
        met_conditions.scorecard,
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
        person_conditions.person_day_key,
        person_conditions.scorecard,
        segment_conditions.segment,
        count(distinct segment_conditions.condition_key) as condition_count
    from person_conditions
    inner join segment_conditions
        on
            person_conditions.scorecard = segment_conditions.scorecard
            and person_conditions.condition_key = segment_conditions.condition_key
    group by person_conditions.person_day_key, person_conditions.scorecard, segment_conditions.segment

),

ranked as (

    select
        matched.person_day_key,
        matched.segment,
        row_number() over (
            partition by matched.person_day_key
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
            people.person_day_key = ranked.person_day_key
            and ranked.segment_rank = 1

)

select * from person_segments
