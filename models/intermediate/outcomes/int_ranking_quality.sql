-- One row per scorecard, backtest day, segment ('*' = all) and population: how well the score puts people who
-- convert above the others.

with

score_ranks as (

    select * from {{ ref('int_score_ranks') }}

),

-- A person is placed by the share of the other class on the right side of them, a tie counting half. The AUC
-- is the mean of the placements, and their variances give its own. DeLong, E. R., DeLong, D. M. and
-- Clarke-Pearson, D. L. (1988), Biometrics 44, 837-845.
placed as (

    select
        *,
        cast(2 * others_below + tied_others as {{ type_double() }}) / nullif(2 * other_people, 0)
            as conversion_placement,
        cast(2 * conversions_above + tied_conversions as {{ type_double() }}) / nullif(2 * conversions, 0)
            as other_placement,
        sum(tied_conversions * (2 * others_below + tied_others)) over (
            partition by scorecard, scored_on, segment, population
        ) / cast(nullif(2 * conversions * other_people, 0) as {{ type_double() }}) as auc,
        -- Of the people who share the score at the cut, as many count as there is room for in the best tenth.
        greatest(0, least(1, (people / cast(10 as {{ type_double() }}) - people_above) / tied_people))
            as share_in_top_decile
    from score_ranks

),

summed as (

    select
        scorecard,
        scored_on,
        segment,
        population,
        people,
        conversions,
        auc,
        sum(tied_conversions * (conversion_placement - auc) * (conversion_placement - auc))
        / nullif((conversions - 1) * conversions, 0)
        + sum(tied_others * (other_placement - auc) * (other_placement - auc))
        / nullif((other_people - 1) * other_people, 0) as auc_variance,
        sum(
            tied_conversions * cast(conversions_above + tied_conversions as {{ type_double() }})
            / (people_above + tied_people)
        ) / nullif(conversions, 0) as average_precision,
        sum(tied_conversions * share_in_top_decile) as top_decile_conversions,
        sum(case when tied_people > 1 then tied_people else 0 end) as tied_people,
        max(tied_people) as largest_tie,
        count(*) as distinct_scores,
        min(case when 10 * (people - people_above) >= 9 * people then score end) as score_p90,
        min(case when 10 * (people - people_above) >= people then score end) as score_p10
    from placed
    group by scorecard, scored_on, segment, population, people, conversions, other_people, auc

),

ranking_quality as (

    select
        scorecard,
        scored_on,
        segment,
        population,
        people,
        conversions,
        cast(auc as {{ type_decimal(9, 6) }}) as auc,
        {{ auc_interval('auc', 'auc_variance', 'low') }} as auc_low,
        {{ auc_interval('auc', 'auc_variance', 'high') }} as auc_high,
        cast(
            case when conversions < people then average_precision end as {{ type_decimal(9, 6) }}
        ) as average_precision,
        top_decile_conversions,
        people / cast(10 as {{ type_double() }}) as top_decile_people,
        {{ share('tied_people', 'people') }} as tie_share,
        {{ share('largest_tie', 'people') }} as largest_tie_share,
        distinct_scores,
        score_p90 - score_p10 as score_spread
    from summed

)

select * from ranking_quality
