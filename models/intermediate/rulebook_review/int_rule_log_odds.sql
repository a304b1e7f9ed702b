-- One row per scorecard, rule and segment ('*' = all that the rule is for): people with and without the rule
-- while their case was open, what came of them, and how far apart the log-odds of converting are. A rule fires
-- for a person on a day if it has a hit that has not faded to nothing.
{% set cells = ('leads_with', 'conversions_with', 'leads_without', 'conversions_without') %}
{% set kinds = ('conversions', 'accepted', 'rejected') %}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

backtest as (

    select * from {{ ref('int_backtest') }}
    where not is_closed

),

ledger as (

    select * from {{ ref('int_ledger') }}
    where {{ rule_fires() }}

),

levels as (

    {{ report_levels() }}

),

-- By person first: to count distinct people, an engine keeps all of them in memory; groups it can put on
-- disk.
fired_by_person as (

    select
        ledger.scorecard,
        ledger.rule_id,
        case when levels.is_total then '*' else backtest.segment end as segment,
        backtest.person_id,
        count(*) as people_days,
        sum(backtest.vote) as leads,
        sum(backtest.vote * backtest.has_converted) as conversions,
        sum(backtest.vote * backtest.was_accepted) as accepted,
        sum(backtest.vote * backtest.was_rejected) as rejected,
        sum(backtest.vote * cast(ledger.points - ledger.group_cap_points as {{ type_decimal(18, 8) }}))
            as vote_points
    from backtest
    inner join ledger
        on {{ same_person_day('backtest', 'ledger') }}
    cross join levels
    group by
        ledger.scorecard,
        ledger.rule_id,
        case when levels.is_total then '*' else backtest.segment end,
        backtest.person_id

),

fired as (

    select
        scorecard,
        rule_id,
        segment,
        count(*) as people,
        sum(people_days) as people_days,
        sum(leads) as leads,
        sum(conversions) as conversions,
        sum(accepted) as accepted,
        sum(rejected) as rejected,
        sum(vote_points) as vote_points
    from fired_by_person
    group by scorecard, rule_id, segment

),

-- Few rows, however many people: each rule meets days and segments, not persons.
day_segments as (

    select
        scorecard,
        scored_on,
        segment,
        count(*) as people_days,
        sum(vote) as leads,
        sum(vote * has_converted) as conversions,
        sum(vote * was_accepted) as accepted,
        sum(vote * was_rejected) as rejected
    from backtest
    group by scorecard, scored_on, segment

),

-- The people on whom a rule could have fired: of its segments, on days on which it is valid.
populations as (

    select
        rules.scorecard,
        rules.rule_id,
        case when levels.is_total then '*' else day_segments.segment end as segment,
        sum(day_segments.people_days) as people_days,
        sum(day_segments.leads) as leads,
        sum(day_segments.conversions) as conversions,
        sum(day_segments.accepted) as accepted,
        sum(day_segments.rejected) as rejected
    from rules
    inner join day_segments
        on
            rules.scorecard = day_segments.scorecard
            and rules.segment in ('*', day_segments.segment)
            and day_segments.scored_on between rules.valid_from and rules.valid_to
    cross join levels
    group by
        rules.scorecard,
        rules.rule_id,
        case when levels.is_total then '*' else day_segments.segment end

),

counted as (

    select
        populations.scorecard,
        populations.rule_id,
        populations.segment,
        cast(coalesce(fired.people, 0) as bigint) as people_with,
        cast(coalesce(fired.people_days, 0) as bigint) as people_days_with,
        cast(populations.people_days as bigint) as people_days,
        cast(populations.leads as {{ type_decimal(18, 6) }}) as leads,
        cast(coalesce(fired.leads, 0) as {{ type_decimal(18, 6) }}) as leads_with,
        cast(populations.leads - coalesce(fired.leads, 0) as {{ type_decimal(18, 6) }}) as leads_without,
        {%- for kind in kinds %}
        cast(coalesce(fired.{{ kind }}, 0) as {{ type_decimal(18, 6) }}) as {{ kind }}_with,
        cast(populations.{{ kind }} - coalesce(fired.{{ kind }}, 0) as {{ type_decimal(18, 6) }})
            as {{ kind }}_without,
        {%- endfor %}
        {{ amount('cast(fired.vote_points as ' ~ type_double() ~ ') / fired.leads') }} as average_points
    from populations
    left join fired
        on
            populations.scorecard = fired.scorecard
            and populations.rule_id = fired.rule_id
            and populations.segment = fired.segment

),

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
