-- One row per drift day, segment ('*' = all) and rule that hit somebody on any drift day: how many it hit.

with

scored_people as (

    select
        people.scored_on,
        people.person_id,
        people.segment
    from {{ ref('int_scored_people') }} as people
    inner join {{ ref('int_drift_days') }} as drift_days
        on people.scored_on = drift_days.scored_on

),

ledger as (

    select * from {{ ref('int_ledger') }}
    where hits > 0

),

segment_people as (

    select
        scored_on,
        segment,
        count(*) as people
    from scored_people
    group by scored_on, segment

),

segment_hits as (

    select
        scored_people.scored_on,
        scored_people.segment,
        ledger.rule_id,
        count(*) as people_hit
    from scored_people
    inner join ledger
        on
            scored_people.scored_on = ledger.scored_on
            and scored_people.person_id = ledger.person_id
    group by scored_people.scored_on, scored_people.segment, ledger.rule_id

),

rules as (

    select distinct rule_id from segment_hits

),

by_segment as (

    select
        segment_people.scored_on,
        segment_people.segment,
        rules.rule_id,
        segment_people.people,
        coalesce(segment_hits.people_hit, 0) as people_hit
    from segment_people
    cross join rules
    left join segment_hits
        on
            segment_people.scored_on = segment_hits.scored_on
            and segment_people.segment = segment_hits.segment
            and rules.rule_id = segment_hits.rule_id

),

levels as (

    {{ report_levels() }}

),

rule_reach as (

    select
        by_segment.scored_on,
        case when levels.is_total then '*' else by_segment.segment end as segment,
        by_segment.rule_id,
        cast(sum(by_segment.people) as bigint) as people,
        cast(sum(by_segment.people_hit) as bigint) as people_hit
    from by_segment
    cross join levels
    group by
        by_segment.scored_on,
        case when levels.is_total then '*' else by_segment.segment end,
        by_segment.rule_id

)

select * from rule_reach
