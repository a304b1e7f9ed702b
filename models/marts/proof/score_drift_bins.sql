-- One row per month end (or latest day), earlier day it is compared with, segment ('*' = all), input and bin:
-- the share of people in it on both days, and what that adds to the population stability index.
{% set this_input = 'partition by bins.scored_on, bins.comparison, bins.segment, bins.input_name' %}

with

drift_counts as (

    select * from {{ ref('int_drift_counts') }}

),

drift_pairs as (

    select * from {{ ref('int_drift_pairs') }}

),

sides as (

    select
        drift_pairs.scored_on,
        drift_pairs.comparison,
        drift_pairs.compared_with,
        drift_counts.segment,
        drift_counts.input_name,
        drift_counts.bin,
        drift_counts.people,
        0 as people_before
    from drift_pairs
    inner join drift_counts
        on drift_pairs.scored_on = drift_counts.scored_on

    union all

    select
        drift_pairs.scored_on,
        drift_pairs.comparison,
        drift_pairs.compared_with,
        drift_counts.segment,
        drift_counts.input_name,
        drift_counts.bin,
        0 as people,
        drift_counts.people as people_before
    from drift_pairs
    inner join drift_counts
        on drift_pairs.compared_with = drift_counts.scored_on

),

bins as (

    select
        scored_on,
        comparison,
        compared_with,
        segment,
        input_name,
        bin,
        sum(people) as people,
        sum(people_before) as people_before
    from sides
    group by scored_on, comparison, compared_with, segment, input_name, bin

),

totals as (

    select
        bins.*,
        sum(bins.people) over ({{ this_input }}) as all_people,
        sum(bins.people_before) over ({{ this_input }}) as all_people_before,
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
