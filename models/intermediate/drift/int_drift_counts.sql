-- One row per scorecard, drift day, segment ('*' = all), input and bin: how many people of the day are in it.
-- Inputs are the score, the grade, the segment and each rule, whose bins are the people it hits and the
-- others.
{% set bins = {'score': score_band_name('score_band'), 'grade': 'grade', 'segment': 'segment'} %}

with

drift_people as (

    select * from {{ ref('int_drift_people') }}

),

ledger as (

    select * from {{ ref('int_ledger') }}
    where hits > 0

),

grouped as (

    select
        scorecard,
        scored_on,
        segment,
        grade,
        score_band,
        count(*) as people
    from drift_people
    group by scorecard, scored_on, segment, grade, score_band

),

segment_people as (

    select
        scorecard,
        scored_on,
        segment,
        sum(people) as people
    from grouped
    group by scorecard, scored_on, segment

),

segment_hits as (

    select
        drift_people.scorecard,
        drift_people.scored_on,
        drift_people.segment,
        ledger.rule_id,
        count(*) as people_hit
    from drift_people
    inner join ledger
        on {{ same_person_day('drift_people', 'ledger') }}
    group by drift_people.scorecard, drift_people.scored_on, drift_people.segment, ledger.rule_id

),

rules as (

    select distinct
        scorecard,
        rule_id
    from segment_hits

),

-- A rule that hits somebody on any drift day is an input on all of them.
rule_reach as (

    select
        segment_people.scorecard,
        segment_people.scored_on,
        segment_people.segment,
        rules.rule_id,
        segment_people.people,
        coalesce(segment_hits.people_hit, 0) as people_hit
    from segment_people
    inner join rules
        on segment_people.scorecard = rules.scorecard
    left join segment_hits
        on
            segment_people.scorecard = segment_hits.scorecard
            and segment_people.scored_on = segment_hits.scored_on
            and segment_people.segment = segment_hits.segment
            and rules.rule_id = segment_hits.rule_id

),

bins as (

    {% for input_name, bin in bins.items() -%}
    select
        scorecard,
        scored_on,
        segment,
        '{{ input_name }}' as input_name,
        {{ bin }} as bin,
        people
    from grouped

    union all

    {% endfor -%}
    select
        scorecard,
        scored_on,
        segment,
        'rule ' || rule_id as input_name,
        'hit' as bin,
        people_hit as people
    from rule_reach

    union all

    select
        scorecard,
        scored_on,
        segment,
        'rule ' || rule_id as input_name,
        'not hit' as bin,
        people - people_hit as people
    from rule_reach

),

levels as (

    {{ report_levels() }}

),

-- The segment is an input of all segments together only.
in_segments as (

    select
        bins.scorecard,
        bins.scored_on,
        case when levels.is_total then '*' else bins.segment end as segment,
        bins.input_name,
        bins.bin,
        bins.people
    from bins
    cross join levels
    where levels.is_total or bins.input_name <> 'segment'

),

drift_counts as (

    select
        scorecard,
        scored_on,
        segment,
        input_name,
        bin,
        cast(sum(people) as bigint) as people
    from in_segments
    group by scorecard, scored_on, segment, input_name, bin
    having sum(people) <> 0

)

select * from drift_counts
