-- One row per scorecard, month end (or latest day), earlier day it is compared with, segment ('*' = all),
-- input and bin: the share of people in it on both days, and what that adds to the population stability
-- index.
{% set this_input = 'partition by scorecard, scored_on, comparison, segment, input_name' %}

with

counts as (

    select * from {{ ref('int_drift_counts') }}

),

drift_dates as (

    select distinct
        scorecard,
        scored_on
    from counts

),

-- A day is compared with the drift day before it, and with the first of all.
compared_dates as (

    select
        scorecard,
        scored_on,
        'previous' as comparison,
        lag(scored_on) over (partition by scorecard order by scored_on) as compared_with
    from drift_dates

    union all

    select
        scorecard,
        scored_on,
        'first' as comparison,
        min(scored_on) over (partition by scorecard) as compared_with
    from drift_dates

),

bins as (

    select
        compared_dates.scorecard,
        compared_dates.scored_on,
        compared_dates.comparison,
        compared_dates.compared_with,
        counts.segment,
        counts.input_name,
        counts.bin,
        sum(case when counts.scored_on = compared_dates.scored_on then counts.people else 0 end) as people,
        sum(case when counts.scored_on < compared_dates.scored_on then counts.people else 0 end)
            as people_before
    from compared_dates
    inner join counts
        on
            compared_dates.scorecard = counts.scorecard
            and counts.scored_on in (compared_dates.scored_on, compared_dates.compared_with)
    where compared_dates.compared_with < compared_dates.scored_on
    group by
        compared_dates.scorecard,
        compared_dates.scored_on,
        compared_dates.comparison,
        compared_dates.compared_with,
        counts.segment,
        counts.input_name,
        counts.bin

),

totals as (

    select
        *,
        sum(people) over ({{ this_input }}) as all_people,
        sum(people_before) over ({{ this_input }}) as all_people_before,
        count(*) over ({{ this_input }}) as bins
    from bins

),

-- Half a person is added to each bin, so that a bin that was empty on one of the days has a logarithm.
smoothed as (

    select
        *,
        (people + 0.5) / cast(all_people + 0.5 * bins as {{ type_double() }}) as smooth_share,
        (people_before + 0.5) / cast(all_people_before + 0.5 * bins as {{ type_double() }})
            as smooth_share_before
    from totals
    where all_people > 0 and all_people_before > 0

),

score_drift_bins as (

    select
        scorecard,
        scored_on,
        comparison,
        compared_with,
        segment,
        input_name,
        bin,
        cast(people as bigint) as people,
        cast(people_before as bigint) as people_before,
        {{ share('people', 'all_people') }} as people_share,
        {{ share('people_before', 'all_people_before') }} as people_share_before,
        cast(
            (smooth_share - smooth_share_before) * ln(smooth_share / smooth_share_before)
            as {{ type_decimal(18, 8) }}
        ) as psi_part
    from smoothed

)

select * from score_drift_bins
