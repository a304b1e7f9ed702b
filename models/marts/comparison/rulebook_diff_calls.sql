-- One row per challenger (scorecard) and who would have sent people to sales: the scorecard in force alone (old), the
-- challenger alone (new), or both; how many, and how many of them bought.

with

challengers as (

    select * from {{ ref('int_challengers') }}

),

mql_entries as (

    select * from {{ ref('int_mql_entries') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

entries as (

    select
        challengers.scorecard,
        challengers.side,
        mql_entries.person_id,
        mql_entries.entered_on,
        mql_entries.has_converted,
        case
            when
                {{ add_days('mql_entries.entered_on', 'settings.conversion_horizon_days') }} <= latest_dates.scored_on
                then 1
            else 0
        end as is_judged
    from mql_entries
    inner join challengers
        on mql_entries.scorecard = challengers.side_scorecard
    inner join settings
        on mql_entries.scorecard = settings.scorecard
    inner join latest_dates
        on mql_entries.scorecard = latest_dates.scorecard

),

people as (

    select
        scorecard,
        person_id,
        case
            when count(*) = 2 then 'both'
            else min(side)
        end as called_by,
        min(is_judged) as is_judged,
        max(has_converted) as has_converted,
        min(case when side = 'old' then entered_on end) as old_entered_on,
        min(case when side = 'new' then entered_on end) as new_entered_on
    from entries
    group by scorecard, person_id

),

rulebook_diff_calls as (

    select
        scorecard,
        called_by,
        cast(count(*) as bigint) as people,
        cast(sum(is_judged) as bigint) as judged_people,
        cast(sum(is_judged * has_converted) as bigint) as customers,
        {{ rate_columns('close_rate', 'sum(is_judged * has_converted)', 'sum(is_judged)') }},
        cast(
            sum({{ days_between('new_entered_on', 'old_entered_on') }}) / cast(count(*) as {{ type_double() }})
            as {{ type_decimal(18, 1) }}
        ) as new_is_days_earlier,
        sum(is_judged) >= {{ var('min_group_size') }} as is_enough
    from people
    group by scorecard, called_by

)

select * from rulebook_diff_calls
