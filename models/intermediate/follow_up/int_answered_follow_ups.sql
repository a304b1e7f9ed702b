-- One row per scorecard, person and visit to a stage that asked sales to act by a time: whether and when sales did.

with

follow_up_visits as (

    select * from {{ ref('int_follow_up_visits') }}
    where due_at is not null

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}
    where opened_on = stage_entered_on

),

next_actions as (

    select * from {{ ref('int_next_actions') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

known_outcomes as (

    select
        person_outcomes.*,
        person_outcomes.days_after_scoring < 0 as is_before
    from {{ ref('int_person_outcomes') }} as person_outcomes
    inner join latest_dates
        on
            person_outcomes.scorecard = latest_dates.scorecard
            and person_outcomes.occurred_on <= latest_dates.scored_on

),

ranked as (

    select
        known_outcomes.*,
        {{ is_listed('known_outcomes.reason', 'settings.not_reached_reasons') }} as is_not_reached,
        row_number() over (
            partition by
                known_outcomes.scorecard,
                known_outcomes.scored_on,
                known_outcomes.person_id,
                known_outcomes.is_before
            order by
                {{ latest_outcome_first('known_outcomes') }},
                {{ text_order('known_outcomes.outcome_id') }} asc
        ) as outcome_rank
    from known_outcomes
    inner join settings
        on known_outcomes.scorecard = settings.scorecard

),

-- The first outcome from the day of entry on is the answer; the latest one before it is the state until then.
answers as (

    select
        scorecard,
        scored_on,
        person_id,
        min(case when not is_before then occurred_at end) as answered_at,
        min(case when not is_before and not is_not_reached then occurred_at end) as reached_at,
        max(case when is_before and (is_conversion or outcome = 'won') then 1 else 0 end) as was_customer,
        max(case when is_before and outcome_rank = 1 then outcome end) as outcome_before,
        max(case when is_before and outcome_rank = 1 then reason end) as reason_before,
        max(case when is_before then occurred_on end) as outcome_before_on
    from ranked
    group by scorecard, scored_on, person_id

),

-- What was published is what sales was asked.
asked as (

    select
        follow_up_visits.scorecard,
        follow_up_visits.person_id,
        follow_up_visits.stage,
        follow_up_visits.entered_on,
        follow_up_visits.left_on,
        coalesce(
            case when follow_up_visits.left_on is null then follow_ups.due_at end, follow_up_visits.due_at
        ) as due_at,
        answers.answered_at,
        answers.answered_at is not null and answers.reached_at is null as is_not_reached,
        next_actions.contact_channel,
        {{ day_is_over('follow_up_visits.left_on') }} as left_at,
        {{ day_is_over('latest_dates.scored_on') }} as known_at
    from follow_up_visits
    inner join latest_dates
        on follow_up_visits.scorecard = latest_dates.scorecard
    inner join settings
        on follow_up_visits.scorecard = settings.scorecard
    left join follow_ups
        on
            follow_up_visits.scorecard = follow_ups.scorecard
            and follow_up_visits.person_id = follow_ups.person_id
            and follow_up_visits.stage = follow_ups.stage
    left join next_actions
        on
            follow_up_visits.scorecard = next_actions.scorecard
            and follow_up_visits.person_id = next_actions.person_id
    left join answers
        on
            follow_up_visits.scorecard = answers.scorecard
            and follow_up_visits.entered_on = answers.scored_on
            and follow_up_visits.person_id = answers.person_id
    where
        coalesce(answers.was_customer, 0) = 0
        and (
            answers.outcome_before is null
            or (
                answers.outcome_before in ('rejected', 'lost')
                and follow_up_visits.is_rise
                and follow_up_visits.scored_before_on >= answers.outcome_before_on
                and not {{ is_listed('answers.reason_before', 'settings.never_recycle_reasons') }}
            )
        )

),

-- A visit that ended before it was due, and was not answered in time, asked for nothing in the end; nor does one of a
-- person whom nobody can reach now.
answered_follow_ups as (

    select
        scorecard,
        person_id,
        stage,
        entered_on,
        due_at,
        answered_at,
        case
            when answered_at <= due_at then 'in_time'
            when answered_at is not null then 'late'
            when left_on is not null then 'unanswered'
            else 'still_open'
        end as verdict,
        answered_at is null and left_on is null and due_at < known_at as is_overdue,
        is_not_reached
    from asked
    where
        answered_at <= due_at
        or left_at > due_at
        or (left_at is null and (answered_at is not null or coalesce(contact_channel, '') <> 'none'))

)

select * from answered_follow_ups
