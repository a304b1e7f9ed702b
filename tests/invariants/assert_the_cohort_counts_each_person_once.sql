-- Kinds and segments of conversion_by_group whose groups do not add up to the cohort, and people who are in
-- the cohort twice, on a day whose horizon is not over, or though they had converted before.

with

cohort as (

    select * from {{ ref('int_backtest') }}
    where day_number = 1

),

levels as (

    {{ report_levels() }}

),

kinds as (

    select 'segment' as group_kind
    union all
    select 'score_band' as group_kind
    union all
    select 'channel' as group_kind

),

expected as (

    select
        cohort.scorecard,
        kinds.group_kind,
        case when levels.is_total then '*' else cohort.segment end as segment,
        count(*) as leads,
        sum(cohort.has_converted) as conversions,
        sum(cohort.was_accepted) as accepted,
        sum(cohort.was_rejected) as rejected,
        count(cohort.days_to_convert) as days_given
    from cohort
    cross join levels
    cross join kinds
    group by
        cohort.scorecard,
        kinds.group_kind,
        case when levels.is_total then '*' else cohort.segment end

),

reported as (

    select
        scorecard,
        group_kind,
        segment,
        sum(leads) as leads,
        sum(conversions) as conversions,
        sum(accepted) as accepted,
        sum(rejected) as rejected
    from {{ ref('conversion_by_group') }}
    group by scorecard, group_kind, segment

),

latest_dates as (

    select
        scoring_dates.scorecard,
        scoring_dates.scored_on,
        settings.conversion_horizon_days
    from {{ ref('int_scoring_dates') }} as scoring_dates
    inner join {{ ref('stg_settings') }} as settings
        on scoring_dates.scorecard = settings.scorecard
    where scoring_dates.is_latest

),

wrong as (

    select
        coalesce(expected.scorecard, reported.scorecard) as scorecard,
        coalesce(expected.segment, reported.segment) as wrong,
        'counts' as problem
    from expected
    full outer join reported
        on
            expected.scorecard = reported.scorecard
            and expected.group_kind = reported.group_kind
            and expected.segment = reported.segment
    where
        coalesce(expected.leads, -1) <> coalesce(reported.leads, -1)
        or coalesce(expected.conversions, -1) <> coalesce(reported.conversions, -1)
        or coalesce(expected.accepted, -1) <> coalesce(reported.accepted, -1)
        or coalesce(expected.rejected, -1) <> coalesce(reported.rejected, -1)
        or expected.days_given <> expected.conversions

    union all

    select
        scorecard,
        person_id as wrong,
        'twice' as problem
    from cohort
    group by scorecard, person_id
    having count(*) > 1

    union all

    select
        cohort.scorecard,
        cohort.person_id as wrong,
        'horizon' as problem
    from cohort
    inner join latest_dates
        on cohort.scorecard = latest_dates.scorecard
    where
        {{ days_between('cohort.scored_on', 'latest_dates.scored_on') }}
        < latest_dates.conversion_horizon_days

    union all

    select
        cohort.scorecard,
        cohort.person_id as wrong,
        'converted before' as problem
    from cohort
    inner join {{ ref('int_person_outcomes') }} as person_outcomes
        on {{ same_person_day('cohort', 'person_outcomes') }}
    where person_outcomes.is_conversion and person_outcomes.occurred_on <= cohort.scored_on

)

select * from wrong
