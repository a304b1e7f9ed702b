-- One row per scorecard, drift day, segment ('*' = all), input and bin: how many people of the day are in it.
-- Inputs are the score, the grade, the segment and each rule, whose bins are the people it hits and the
-- others.
{% set bins = {'score': score_band_name('score_band'), 'grade': 'grade', 'segment': 'own_segment'} %}

with

rule_reach as (

    select * from {{ ref('int_rule_reach') }}

),

grouped as (

    select
        scorecard,
        scored_on,
        segment,
        grade,
        score_band,
        count(*) as people
    from {{ ref('int_drift_people') }}
    group by scorecard, scored_on, segment, grade, score_band

),

levels as (

    {{ report_levels() }}

),

in_segments as (

    select
        grouped.scorecard,
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

    {% for input_name, bin in bins.items() -%}
    select
        scorecard,
        scored_on,
        segment,
        '{{ input_name }}' as input_name,
        {{ bin }} as bin,
        people
    from in_segments
    {%- if input_name == 'segment' %}
    where segment = '*'
    {%- endif %}

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

drift_counts as (

    select
        scorecard,
        scored_on,
        segment,
        input_name,
        bin,
        cast(sum(people) as bigint) as people
    from bins
    group by scorecard, scored_on, segment, input_name, bin
    having sum(people) > 0

)

select * from drift_counts
