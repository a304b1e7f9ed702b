-- One row per scorecard, drift day, segment ('*' = all) and rule that hit somebody on any drift day: how many
-- it hit.

with

drift_people as (

    select * from {{ ref('int_drift_people') }}

),

ledger as (

    select * from {{ ref('int_ledger') }}
    where hits > 0

),

segment_people as (

    select
        scorecard,
        scored_on,
        segment,
        count(*) as people
    from drift_people
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

by_segment as (

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

levels as (

    {{ report_levels() }}

),

rule_reach as (

    select
        by_segment.scorecard,
        by_segment.scored_on,
        case when levels.is_total then '*' else by_segment.segment end as segment,
        by_segment.rule_id,
        cast(sum(by_segment.people) as bigint) as people,
        cast(sum(by_segment.people_hit) as bigint) as people_hit
    from by_segment
    cross join levels
    group by
        by_segment.scorecard,
        by_segment.scored_on,
        case when levels.is_total then '*' else by_segment.segment end,
        by_segment.rule_id

)

select * from rule_reach
