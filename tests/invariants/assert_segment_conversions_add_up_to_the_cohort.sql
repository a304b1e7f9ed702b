-- Segments whose counts are not those of the cohort, and people who stand in the cohort twice, on a day
-- whose horizon is not over, or though they had converted before.

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

segment_conversion as (

    select * from {{ ref('segment_conversion') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

latest_day as (

    select scored_on as latest_scored_on from {{ ref('int_latest_day') }}

),

totals as (

    select
        segment,
        count(*) as leads,
        sum(has_converted) as conversions,
        count(days_to_convert) as days_given
    from cohort
    group by segment

),

wrong_totals as (

    select
        coalesce(totals.segment, segment_conversion.segment) as wrong,
        'counts' as problem
    from totals
    full outer join segment_conversion
        on totals.segment = segment_conversion.segment
    where
        coalesce(totals.leads, -1) <> coalesce(segment_conversion.leads, -1)
        or coalesce(totals.conversions, -1) <> coalesce(segment_conversion.conversions, -1)
        or totals.days_given <> totals.conversions

),

counted_twice as (

    select
        person_id as wrong,
        'twice' as problem
    from cohort
    group by person_id
    having count(*) > 1

),

horizon_not_over as (

    select
        cohort.person_id as wrong,
        'horizon' as problem
    from cohort
    cross join latest_day
    where
        {{ days_between('cohort.scored_on', 'latest_day.latest_scored_on') }}
        < {{ var('conversion_horizon_days') }}

),

converted_before as (

    select
        cohort.person_id as wrong,
        'converted before' as problem
    from cohort
    inner join person_outcomes
        on
            cohort.scored_on = person_outcomes.scored_on
            and cohort.person_id = person_outcomes.person_id
    where
        person_outcomes.outcome = '{{ var("conversion_outcome") }}'
        and person_outcomes.occurred_on <= cohort.scored_on

),

wrong as (

    select * from wrong_totals

    union all

    select * from counted_twice

    union all

    select * from horizon_not_over

    union all

    select * from converted_before

)

select * from wrong
