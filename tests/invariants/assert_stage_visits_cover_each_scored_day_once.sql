-- People who are on a day that this run settled in no visit of lead_stage_history, in two, or in one of
-- another stage; and visits that end before they begin, or after the next one has begun.

with

stage_history as (

    select * from {{ ref('lead_stage_history') }}

),

person_stages as (

    select
        person_stages.scorecard,
        person_stages.scored_on,
        person_stages.person_id,
        person_stages.stage
    from {{ ref('int_person_stages') }} as person_stages
    inner join {{ ref('int_stage_dates') }} as staged_days
        on
            person_stages.scorecard = staged_days.scorecard
            and person_stages.scored_on = staged_days.scored_on
            and person_stages.person_id = staged_days.person_id

),

visits as (

    select
        person_stages.scorecard,
        person_stages.scored_on,
        person_stages.person_id,
        count(stage_history.stage) as visits,
        sum(case when person_stages.stage = stage_history.stage then 1 else 0 end) as visits_of_the_stage
    from person_stages
    left join stage_history
        on
            person_stages.scorecard = stage_history.scorecard
            and person_stages.person_id = stage_history.person_id
            and person_stages.scored_on >= stage_history.entered_on
            and person_stages.scored_on < coalesce(stage_history.left_on, cast('9999-12-31' as date))
    group by person_stages.scorecard, person_stages.scored_on, person_stages.person_id

),

followed as (

    select
        scorecard,
        person_id,
        entered_on,
        left_on,
        days_in_stage,
        lead(entered_on) over (partition by scorecard, person_id order by entered_on) as next_entered_on
    from stage_history

),

wrong as (

    select
        scorecard,
        scored_on,
        person_id
    from visits
    where visits <> 1 or visits_of_the_stage <> 1

    union all

    select
        scorecard,
        entered_on as scored_on,
        person_id
    from followed
    where
        left_on <= entered_on
        or days_in_stage < 0
        or next_entered_on < coalesce(left_on, cast('9999-12-31' as date))

)

select * from wrong
