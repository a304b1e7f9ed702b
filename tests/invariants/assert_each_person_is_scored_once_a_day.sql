-- People whom this run was to score and who are not scored exactly once, have not exactly one stage on a
-- day that is kept, or have a score or a stage though there is nobody to score.

with

scoring_days as (

    select * from {{ ref('int_dates_this_run') }}

),

leads_to_rescore as (

    select * from {{ ref('int_leads_to_rescore') }}

),

all_rows as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        1 as people_rows,
        0 as score_rows,
        0 as stage_rows
    from {{ ref('int_people') }} as people

    union all

    select
        scorecard,
        scored_on,
        person_id,
        0 as people_rows,
        1 as score_rows,
        0 as stage_rows
    from {{ ref('int_scored_people') }}

    union all

    select
        scorecard,
        scored_on,
        person_id,
        0 as people_rows,
        0 as score_rows,
        1 as stage_rows
    from {{ ref('int_person_stages') }}

),

counted as (

    select
        all_rows.scorecard,
        all_rows.scored_on,
        all_rows.person_id,
        scoring_days.is_kept,
        sum(all_rows.people_rows) as people_rows,
        sum(all_rows.score_rows) as score_rows,
        sum(all_rows.stage_rows) as stage_rows
    from all_rows
    inner join scoring_days
        on
            all_rows.scorecard = scoring_days.scorecard
            and all_rows.scored_on = scoring_days.scored_on
    left join leads_to_rescore
        on all_rows.person_id = leads_to_rescore.lead_id
    where
        scoring_days.is_whole
        or scoring_days.scored_on >= leads_to_rescore.rescore_from
    group by all_rows.scorecard, all_rows.scored_on, all_rows.person_id, scoring_days.is_kept

),

wrong as (

    select *
    from counted
    where
        people_rows <> 1
        or score_rows <> 1
        or stage_rows <> case when is_kept then 1 else 0 end

)

select * from wrong
