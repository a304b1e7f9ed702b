-- One row per scorecard, backtest day, segment ('*' = all) and population: how well the score puts people who
-- convert above the others.
{% set group = 'partition by scorecard, scored_on, segment, population' %}
{% set all_scores = 'over (' ~ group ~ ')' %}
{% set from_the_top = 'over (' ~ group ~ ' order by score desc rows unbounded preceding)' %}
{% set from_the_bottom = 'over (' ~ group ~ ' order by score asc rows unbounded preceding)' %}

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

counted as (

    select
        scorecard,
        scored_on,
        segment,
        is_closed,
        score,
        count(*) as people,
        sum(has_converted) as conversions
    from backtest
    group by scorecard, scored_on, segment, is_closed, score

),

levels as (

    {{ report_levels() }}

),

-- Whom sales has turned down nobody ranks any more: the population 'open' leaves these people out.
populations as (

    select 'all' as population

    union all

    select 'open' as population

),

-- However many people there are, no more is needed than how many have each score.
by_score as (

    select
        counted.scorecard,
        counted.scored_on,
        case when levels.is_total then '*' else counted.segment end as segment,
        populations.population,
        counted.score,
        cast(sum(counted.people) as bigint) as people,
        cast(sum(counted.conversions) as bigint) as conversions
    from counted
    cross join levels
    cross join populations
    where populations.population = 'all' or not counted.is_closed
    group by
        counted.scorecard,
        counted.scored_on,
        case when levels.is_total then '*' else counted.segment end,
        populations.population,
        counted.score

),

score_ranks as (

    select
        scorecard,
        scored_on,
        segment,
        population,
        score,
        people as tied_people,
        conversions as tied_conversions,
        people - conversions as tied_others,
        cast(sum(people) {{ from_the_top }} - people as bigint) as people_above,
        cast(sum(conversions) {{ from_the_top }} - conversions as bigint) as conversions_above,
        cast(sum(people) {{ all_scores }} as bigint) as people,
        cast(sum(conversions) {{ all_scores }} as bigint) as conversions,
        cast(sum(people - conversions) {{ all_scores }} as bigint) as other_people,
        cast(sum(people - conversions) {{ from_the_bottom }} - people + conversions as bigint) as others_below
    from by_score

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
        sum(tied_conversions * (2 * others_below + tied_others)) {{ all_scores }}
        / cast(nullif(2 * conversions * other_people, 0) as {{ type_double() }}) as auc,
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
