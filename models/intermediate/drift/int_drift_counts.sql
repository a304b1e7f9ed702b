-- One row per drift day, segment ('*' = all), input and bin: how many people of the day lie in it. Inputs are
-- the score, the grade, the segment and each rule, whose bins are the people it hits and those it does not.

with

rule_reach as (

    select * from {{ ref('int_rule_reach') }}

),

grouped as (

    select
        people.scored_on,
        people.segment,
        people.grade,
        {{ score_band('people.score') }} as score_band,
        count(*) as people
    from {{ ref('int_scored_people') }} as people
    inner join {{ ref('int_drift_days') }} as drift_days
        on people.scored_on = drift_days.scored_on
    group by people.scored_on, people.segment, people.grade, {{ score_band('people.score') }}

),

levels as (

    {{ report_levels() }}

),

in_segments as (

    select
        grouped.scored_on,
        case when levels.is_total then '*' else grouped.segment end as segment,
        grouped.segment as own_segment,
        grouped.grade,
        grouped.score_band,
        grouped.people
    from grouped
    cross join levels

),

bins as (

    select
        scored_on,
        segment,
        'score' as input_name,
        {{ score_band_name('score_band') }} as bin,
        people
    from in_segments

    union all

    select
        scored_on,
        segment,
        'grade' as input_name,
        grade as bin,
        people
    from in_segments

    union all

    select
        scored_on,
        segment,
        'segment' as input_name,
        own_segment as bin,
        people
    from in_segments
    where segment = '*'

    union all

    select
        scored_on,
        segment,
        'rule ' || rule_id as input_name,
        'hit' as bin,
        people_hit as people
    from rule_reach

    union all

    select
        scored_on,
        segment,
        'rule ' || rule_id as input_name,
        'not hit' as bin,
        people - people_hit as people
    from rule_reach

),

drift_counts as (

    select
        scored_on,
        segment,
        input_name,
        bin,
        cast(sum(people) as bigint) as people
    from bins
    group by scored_on, segment, input_name, bin
    having sum(people) > 0

)

select * from drift_counts
