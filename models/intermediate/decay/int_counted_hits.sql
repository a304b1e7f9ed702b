-- One row per scoring day, person, rule and day with hits: hits as they happened, and as they count
-- after the daily cap. A frequency rule has one row, on the day of its last hit inside its window.
{{ config(materialized='view') }}

with

hits as (

    select * from {{ ref('int_fit_hits') }}

    union all

    select * from {{ ref('int_engagement_hits') }}

    union all

    select * from {{ ref('int_negative_hits') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

capped as (

    select
        hits.scored_on,
        hits.person_id,
        hits.rule_key,
        hits.hit_on,
        hits.hits,
        least(hits.hits, coalesce(rules.daily_cap, hits.hits)) as counted_hits,
        rules.is_frequency_rule,
        rules.min_hits,
        rules.within_days
    from hits
    inner join rules
        on hits.rule_key = rules.rule_key

),

frequency_hits as (

    select
        scored_on,
        person_id,
        rule_key,
        max(hit_on) as hit_on,
        1 as hits,
        1 as counted_hits
    from capped
    where
        is_frequency_rule
        and ({{ days_between('hit_on', 'scored_on') }} < within_days or within_days is null)
    group by scored_on, person_id, rule_key, min_hits
    having sum(counted_hits) >= min_hits

),

counted_hits as (

    select
        scored_on,
        person_id,
        rule_key,
        hit_on,
        hits,
        counted_hits
    from capped
    where not is_frequency_rule

    union all

    select
        scored_on,
        person_id,
        rule_key,
        hit_on,
        hits,
        counted_hits
    from frequency_hits

)

select * from counted_hits
