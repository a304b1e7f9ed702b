-- One row per rule and segment ('*' = all that the rule is for): people with and without the rule, what came
-- of them, and how far apart the log-odds of converting are.

with

rule_populations as (

    select * from {{ ref('int_rule_populations') }}

),

rule_firings as (

    select * from {{ ref('int_rule_firings') }}

),

counted as (

    select
        populations.rule_id,
        populations.segment,
        cast(coalesce(firings.people, 0) as bigint) as people_with,
        cast(coalesce(firings.people_days, 0) as bigint) as people_days_with,
        cast(populations.people_days as bigint) as people_days,
        cast(populations.leads as {{ type_decimal(18, 6) }}) as leads,
        cast(coalesce(firings.leads, 0) as {{ type_decimal(18, 6) }}) as leads_with,
        cast(populations.leads - coalesce(firings.leads, 0) as {{ type_decimal(18, 6) }}) as leads_without,
        cast(coalesce(firings.conversions, 0) as {{ type_decimal(18, 6) }}) as conversions_with,
        cast(populations.conversions - coalesce(firings.conversions, 0) as {{ type_decimal(18, 6) }})
            as conversions_without,
        cast(coalesce(firings.accepted, 0) as {{ type_decimal(18, 6) }}) as accepted_with,
        cast(
            populations.accepted - coalesce(firings.accepted, 0) as {{ type_decimal(18, 6) }}
        ) as accepted_without,
        cast(coalesce(firings.rejected, 0) as {{ type_decimal(18, 6) }}) as rejected_with,
        cast(
            populations.rejected - coalesce(firings.rejected, 0) as {{ type_decimal(18, 6) }}
        ) as rejected_without,
        {{ amount('cast(firings.vote_points as ' ~ type_double() ~ ') / firings.leads') }} as average_points
    from rule_populations as populations
    left join rule_firings as firings
        on
            populations.rule_id = firings.rule_id
            and populations.segment = firings.segment

),

{% set cells = ('leads_with', 'conversions_with', 'leads_without', 'conversions_without') %}

rule_log_odds as (

    select
        *,
        cast({{ log_odds(*cells) }} as {{ type_decimal(18, 9) }}) as observed_log_odds,
        cast({{ log_odds_variance(*cells) }} as {{ type_decimal(18, 9) }}) as log_odds_variance,
        -- Enough people on both sides, and among all of them some who converted and some who did not.
        least(leads_with, leads_without) >= {{ var('min_group_size') }}
        and conversions_with + conversions_without > 0
        and conversions_with + conversions_without < leads as is_enough
    from counted

)

select * from rule_log_odds
