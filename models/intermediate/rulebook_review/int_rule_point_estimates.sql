-- One row per scorecard, rule and segment ('*' = all that the rule is for): how many points the outcomes
-- suggest.
--
-- Log-odds of few people are mostly chance, and among many rules some always look good. So each is drawn
-- towards 0 by as much as its own variance exceeds that between the rules: empirical Bayes with a normal
-- prior around 0 (Morris (1983), JASA 78, 47-55), the prior's variance by moments. One scale turns log-odds
-- into points: it leaves the rules with enough people as many points together, by size, as they give today.

with

rule_log_odds as (

    select
        scorecard,
        rule_id,
        segment,
        is_enough,
        cast(average_points as {{ type_double() }}) as average_points,
        cast(observed_log_odds as {{ type_double() }}) as log_odds,
        cast(log_odds_variance as {{ type_double() }}) as log_odds_variance
    from {{ ref('int_rule_log_odds') }}

),

-- How much rules differ, from all segments together: a single segment has too few rules with enough people.
between_rules as (

    select
        scorecard,
        greatest(
            0, coalesce(sum(log_odds * log_odds / log_odds_variance - 1) / sum(1 / log_odds_variance), 0)
        ) as prior_variance
    from rule_log_odds
    where segment = '*' and is_enough
    group by scorecard

),

drawn as (

    select
        rules.scorecard,
        rules.rule_id,
        rules.segment,
        rules.average_points,
        rules.log_odds * between_rules.prior_variance
        / (between_rules.prior_variance + rules.log_odds_variance) as log_odds,
        sqrt(
            rules.log_odds_variance * between_rules.prior_variance
            / (between_rules.prior_variance + rules.log_odds_variance)
        ) as log_odds_error
    from rule_log_odds as rules
    inner join between_rules
        on rules.scorecard = between_rules.scorecard
    where rules.is_enough

),

point_scales as (

    select
        scorecard,
        sum(abs(average_points)) / nullif(sum(abs(log_odds)), 0) as points_per_log_odds
    from drawn
    where segment = '*'
    group by scorecard

),

bounded as (

    select
        drawn.scorecard,
        drawn.rule_id,
        drawn.segment,
        drawn.log_odds,
        drawn.log_odds - 1.959964 * drawn.log_odds_error as log_odds_low,
        drawn.log_odds + 1.959964 * drawn.log_odds_error as log_odds_high,
        point_scales.points_per_log_odds
    from drawn
    inner join point_scales
        on drawn.scorecard = point_scales.scorecard

),

rule_point_estimates as (

    select
        scorecard,
        rule_id,
        segment,
        cast(log_odds as {{ type_decimal(9, 6) }}) as log_odds,
        cast(log_odds_low as {{ type_decimal(9, 6) }}) as log_odds_low,
        cast(log_odds_high as {{ type_decimal(9, 6) }}) as log_odds_high,
        {{ amount('log_odds * points_per_log_odds') }} as worth_points,
        {{ amount('log_odds_low * points_per_log_odds') }} as worth_points_low,
        {{ amount('log_odds_high * points_per_log_odds') }} as worth_points_high
    from bounded

)

select * from rule_point_estimates
