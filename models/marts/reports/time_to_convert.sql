-- One row per scorecard, segment ('*' = all) and starting point: how many days customers took to convert.

with

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

lead_versions as (

    select
        lead_id,
        min(created_on) as created_on
    from {{ ref('int_lead_versions') }}
    group by lead_id

),

mql_entries as (

    select * from {{ ref('int_mql_entries') }}

),

conversions as (

    select
        person_outcomes.scorecard,
        person_outcomes.scored_on,
        person_outcomes.person_id,
        min(person_outcomes.occurred_on) as converted_on
    from {{ ref('int_person_outcomes') }} as person_outcomes
    inner join latest_dates
        on
            person_outcomes.scorecard = latest_dates.scorecard
            and person_outcomes.scored_on = latest_dates.scored_on
    where person_outcomes.is_conversion and person_outcomes.days_after_scoring <= 0
    group by person_outcomes.scorecard, person_outcomes.scored_on, person_outcomes.person_id

),

customers as (

    select
        conversions.scorecard,
        conversions.person_id,
        scored_people.segment,
        lead_versions.created_on,
        conversions.converted_on
    from conversions
    inner join scored_people
        on {{ same_person_day('conversions', 'scored_people') }}
    left join lead_versions
        on conversions.person_id = lead_versions.lead_id

),

starts as (

    select
        scorecard,
        person_id,
        'created' as measured_from,
        created_on as starts_on
    from customers

    union all

    select
        scorecard,
        person_id,
        'mql' as measured_from,
        entered_on as starts_on
    from mql_entries

),

-- A sale from before the lead was created was entered afterwards: it shows nothing about the time it took.
customer_days as (

    select
        customers.scorecard,
        customers.person_id,
        customers.segment,
        starts.measured_from,
        {{ days_between('starts.starts_on', 'customers.converted_on') }} as days_to_convert
    from customers
    inner join starts
        on
            customers.scorecard = starts.scorecard
            and customers.person_id = starts.person_id
            and customers.converted_on >= starts.starts_on

),

levels as (

    {{ report_levels() }}

),

by_segment as (

    select
        customer_days.scorecard,
        case when levels.is_total then '*' else customer_days.segment end as segment,
        customer_days.measured_from,
        customer_days.days_to_convert
    from customer_days
    cross join levels

),

ranked as (

    select
        scorecard,
        segment,
        measured_from,
        days_to_convert,
        row_number() over (
            partition by scorecard, segment, measured_from order by days_to_convert
        ) as value_rank,
        count(*) over (partition by scorecard, segment, measured_from) as value_count
    from by_segment

),

time_to_convert as (

    select
        scorecard,
        segment,
        measured_from,
        cast(count(*) as bigint) as customers,
        cast({{ quantile('days_to_convert', 0.25) }} as integer) as p25_days,
        cast({{ quantile('days_to_convert', 0.5) }} as integer) as median_days,
        cast({{ quantile('days_to_convert', 0.75) }} as integer) as p75_days,
        cast({{ quantile('days_to_convert', 0.9) }} as integer) as p90_days,
        count(*) >= {{ var('min_group_size') }} as is_enough
    from ranked
    group by scorecard, segment, measured_from

)

select * from time_to_convert
