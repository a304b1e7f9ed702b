-- One row per scorecard, scoring day and person of this run: the share of the attributes the rules ask about
-- that is known. Days since something and the last outcome of sales are left out: they are observed, not
-- asked.
{{ config(materialized='view') }}

with

person_attributes as (

    select * from {{ ref('int_person_attributes') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

asked as (

    select distinct
        rules.scorecard,
        dates_this_run.scored_on,
        rules.segment,
        rules.signal as attribute
    from {{ ref('stg_scoring_rules') }} as rules
    inner join {{ ref('int_dates_this_run') }} as dates_this_run
        on
            rules.scorecard = dates_this_run.scorecard
            and dates_this_run.scored_on between rules.valid_from and rules.valid_to
    where
        rules.signal_type = 'attribute'
        and rules.signal not like 'days_since_%'
        and rules.signal <> 'last_sales_outcome'

),

known as (

    select distinct
        person_segments.person_day_key,
        person_attributes.attribute,
        case
            when person_attributes.value is null then 0
            when person_attributes.attribute = 'email_type' and person_attributes.value = 'missing' then 0
            else 1
        end as is_known
    from person_attributes
    inner join person_segments
        on person_attributes.person_day_key = person_segments.person_day_key
    inner join asked
        on
            person_segments.scorecard = asked.scorecard
            and person_segments.scored_on = asked.scored_on
            and person_attributes.attribute = asked.attribute
            and asked.segment in ('*', person_segments.segment)

),

data_coverage as (

    select
        person_day_key,
        {{ share('sum(is_known)', 'count(*)') }} as data_coverage
    from known
    group by person_day_key

)

select * from data_coverage
