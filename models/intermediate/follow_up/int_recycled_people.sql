-- One row per scorecard and person of the latest day whom sales turned down recycle_after_days ago or earlier: since
-- when the person is back.
{{ config(materialized='view') }}

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_kept

),

settings as (

    select * from {{ ref('stg_settings') }}
    where recycle_after_days is not null

),

sales_statuses as (

    select * from {{ ref('int_sales_statuses') }}
    where sales_status in ('rejected', 'lost') and not is_final

),

turned_down as (

    select
        sales_statuses.scorecard,
        sales_statuses.scored_on,
        sales_statuses.person_id,
        {{ add_days('sales_statuses.sales_status_on', 'settings.recycle_after_days') }} as back_on
    from sales_statuses
    inner join settings
        on sales_statuses.scorecard = settings.scorecard
    inner join scoring_dates
        on
            sales_statuses.scorecard = scoring_dates.scorecard
            and sales_statuses.scored_on = scoring_dates.scored_on
    where scoring_dates.is_latest

),

-- The first scored day on which the days are over: due times are counted from scored days.
recycled_people as (

    select
        turned_down.scorecard,
        turned_down.person_id,
        min(scoring_dates.scored_on) as recycled_on
    from turned_down
    inner join scoring_dates
        on
            turned_down.scorecard = scoring_dates.scorecard
            and turned_down.scored_on >= scoring_dates.scored_on
            and turned_down.back_on <= scoring_dates.scored_on
    group by turned_down.scorecard, turned_down.person_id

)

select * from recycled_people
