-- One row per scorecard and person of the latest day whom sales has turned down and who is back: since when, and
-- whether by rising to a stage again or because recycle_after_days are over.
{{ config(materialized='view') }}

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_kept

),

settings as (

    select * from {{ ref('stg_settings') }}

),

sales_statuses as (

    select * from {{ ref('int_sales_statuses') }}
    where sales_status in ('rejected', 'lost') and not is_final

),

rises as (

    select * from {{ ref('int_follow_up_visits') }}
    where is_rise and left_on is null

),

-- A rise that may have come before the outcome, as no day in between was scored, brings nobody back.
turned_down as (

    select
        sales_statuses.scorecard,
        sales_statuses.scored_on,
        sales_statuses.person_id,
        {{ add_days('sales_statuses.sales_status_on', 'settings.recycle_after_days') }} as recycled_on,
        rises.entered_on as risen_on
    from sales_statuses
    inner join settings
        on sales_statuses.scorecard = settings.scorecard
    inner join scoring_dates
        on
            sales_statuses.scorecard = scoring_dates.scorecard
            and sales_statuses.scored_on = scoring_dates.scored_on
    left join rises
        on
            sales_statuses.scorecard = rises.scorecard
            and sales_statuses.person_id = rises.person_id
            and sales_statuses.sales_status_on <= rises.scored_before_on
    where scoring_dates.is_latest

),

-- On the first scored day on which the days are over, as due times are counted from scored days.
recycled as (

    select
        turned_down.scorecard,
        turned_down.person_id,
        min(scoring_dates.scored_on) as recycled_on
    from turned_down
    inner join scoring_dates
        on
            turned_down.scorecard = scoring_dates.scorecard
            and turned_down.scored_on >= scoring_dates.scored_on
            and turned_down.recycled_on <= scoring_dates.scored_on
    group by turned_down.scorecard, turned_down.person_id

),

returned_people as (

    select
        turned_down.scorecard,
        turned_down.person_id,
        coalesce(turned_down.risen_on, recycled.recycled_on) as returned_on,
        turned_down.risen_on is not null as is_by_rise
    from turned_down
    left join recycled
        on
            turned_down.scorecard = recycled.scorecard
            and turned_down.person_id = recycled.person_id
    where coalesce(turned_down.risen_on, recycled.recycled_on) is not null

)

select * from returned_people
