-- One row per person on the first scoring day whose conversion horizon is over and on which the person
-- had not converted yet: what happened within the horizon after that day.

with

report_days as (

    select * from {{ ref('int_report_days') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

complete_days as (

    select report_days.scored_on
    from report_days
    cross join latest_day
    where {{ add_days('report_days.scored_on', var('conversion_horizon_days')) }} <= latest_day.scored_on

),

happened as (

    select
        scored_on,
        lead_id,
        min(
            case when outcome = '{{ var("conversion_outcome") }}' then days_after_scoring end
        ) as days_to_convert,
        max(
            case when outcome = 'accepted' and {{ within_horizon() }} then 1 else 0 end
        ) as was_accepted,
        max(
            case when outcome = 'rejected' and {{ within_horizon() }} then 1 else 0 end
        ) as was_rejected,
        sum(
            case when outcome = '{{ var("conversion_outcome") }}' and {{ within_horizon() }} then amount end
        ) as won_amount
    from person_outcomes
    group by scored_on, lead_id

),

candidates as (

    select
        scored_people.scored_on,
        scored_people.lead_id,
        scored_people.segment,
        coalesce(happened.was_accepted, 0) as was_accepted,
        coalesce(happened.was_rejected, 0) as was_rejected,
        coalesce(happened.won_amount, 0) as won_amount,
        happened.days_to_convert,
        row_number() over (
            partition by scored_people.lead_id order by scored_people.scored_on asc
        ) as day_rank
    from scored_people
    inner join complete_days
        on scored_people.scored_on = complete_days.scored_on
    left join happened
        on
            scored_people.scored_on = happened.scored_on
            and scored_people.lead_id = happened.lead_id
    where happened.days_to_convert is null or happened.days_to_convert > 0

),

cohort as (

    select
        scored_on,
        lead_id,
        segment,
        was_accepted,
        was_rejected,
        won_amount,
        case when days_to_convert <= {{ var('conversion_horizon_days') }} then 1 else 0 end as has_converted,
        case
            when days_to_convert <= {{ var('conversion_horizon_days') }} then days_to_convert
        end as days_to_convert
    from candidates
    where day_rank = 1

)

select * from cohort
