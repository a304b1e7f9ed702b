-- One row per scorecard and person on the latest day: since when the stage and the rise have been known, and
-- by when to act. A stage that was published keeps its day and its due time, whatever an edit of the rulebook
-- or late data now say of the past: nobody is called twice for it.

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

week_changes as (

    select * from {{ ref('int_week_changes') }}

),

recycled_people as (

    select * from {{ ref('int_returned_people') }}
    where not is_by_rise

),

due_times as (

    select * from {{ ref('int_due_times') }}

),

published as (

    {{ previous_self() }}

),

stays as (

    select
        person_stages.scorecard,
        person_stages.person_id,
        person_stages.scored_on,
        person_stages.stage,
        case
            when published.stage = person_stages.stage then published.stage_entered_on
            else person_stages.stage_entered_on
        end as stage_entered_on,
        case when published.stage = person_stages.stage then published.opened_on end as published_opened_on,
        case when published.stage = person_stages.stage then published.due_at end as published_due_at,
        recycled_people.returned_on as recycled_on,
        segment_stages.follow_up_hours,
        case
            when week_changes.is_rising then coalesce(published.rising_since, person_stages.scored_on)
        end as rising_since
    from person_stages
    inner join scoring_dates
        on
            person_stages.scorecard = scoring_dates.scorecard
            and person_stages.scored_on = scoring_dates.scored_on
    inner join scored_people
        on {{ same_person_day('person_stages', 'scored_people') }}
    left join segment_stages
        on
            scored_people.scorecard = segment_stages.scorecard
            and scored_people.segment = segment_stages.segment
            and person_stages.stage = segment_stages.stage
    left join week_changes
        on
            person_stages.scorecard = week_changes.scorecard
            and person_stages.person_id = week_changes.person_id
    left join published
        on
            person_stages.scorecard = published.scorecard
            and person_stages.person_id = published.person_id
    left join recycled_people
        on
            person_stages.scorecard = recycled_people.scorecard
            and person_stages.person_id = recycled_people.person_id

),

-- People who come back in the same stage have the hours of the stage once more; once published, they stay those of
-- that day, even if sales has answered and the person is no longer one who came back.
opened as (

    select
        *,
        greatest(
            stage_entered_on,
            coalesce(recycled_on, stage_entered_on),
            coalesce(published_opened_on, stage_entered_on)
        ) as opened_on
    from stays

),

follow_ups as (

    select
        opened.scorecard,
        opened.person_id,
        opened.stage,
        opened.stage_entered_on,
        opened.opened_on,
        case
            when opened.opened_on > coalesce(opened.published_opened_on, opened.stage_entered_on) then due_times.due_at
            else coalesce(opened.published_due_at, due_times.due_at)
        end as due_at,
        opened.rising_since
    from opened
    left join due_times
        on
            opened.scorecard = due_times.scorecard
            and opened.opened_on = due_times.entered_on
            and opened.follow_up_hours = due_times.follow_up_hours

)

select * from follow_ups
