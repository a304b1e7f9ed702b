-- One row per person on the first scoring day whose conversion horizon is over and on which the person
-- had not converted yet: what happened within the horizon after that day.

with

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

latest_day as (

    select scored_on as latest_scored_on from {{ ref('int_scoring_days') }}
    where is_latest

),

people as (

    select * from {{ ref('int_people') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

complete_days as (

    select scoring_days.scored_on
    from scoring_days
    cross join latest_day
    where
        {{ add_days('scoring_days.scored_on', var('conversion_horizon_days')) }}
        <= latest_day.latest_scored_on

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
        people.scored_on,
        people.lead_id,
        person_segments.segment,
        coalesce(happened.was_accepted, 0) as was_accepted,
        coalesce(happened.was_rejected, 0) as was_rejected,
        coalesce(happened.won_amount, 0) as won_amount,
        happened.days_to_convert,
        row_number() over (partition by people.lead_id order by people.scored_on asc) as day_rank
    from people
    inner join complete_days
        on people.scored_on = complete_days.scored_on
    inner join person_segments
        on
            people.scored_on = person_segments.scored_on
            and people.lead_id = person_segments.lead_id
    left join happened
        on
            people.scored_on = happened.scored_on
            and people.lead_id = happened.lead_id
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
