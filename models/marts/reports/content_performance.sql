-- One row per scorecard, segment ('*' = all), event type and asset ('*' = all of the type): how many people who had
-- engaged with it by the day they were first scored converted after that day, next to all the others.

with

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

-- Visitors are known by who they are on the latest day.
people as (

    select
        cohort.scorecard,
        cohort.person_id,
        cohort.segment,
        cohort.scored_on,
        cohort.has_converted,
        coalesce(lead_person_map.person_id, cohort.person_id) as latest_person_id
    from {{ ref('int_backtest') }} as cohort
    inner join latest_dates
        on cohort.scorecard = latest_dates.scorecard
    left join {{ ref('int_lead_person_map') }} as lead_person_map
        on
            cohort.person_id = lead_person_map.lead_id
            and latest_dates.scored_on = lead_person_map.scored_on
    where cohort.day_number = 1

),

levels as (

    {{ report_levels() }}

),

-- Each person once per piece of content, before the levels double the rows.
seen as (

    select distinct
        people.scorecard,
        people.person_id,
        people.segment,
        people.has_converted,
        event_kinds.event_type,
        {{ in_marts('event_kinds.asset') }} as asset
    from people
    inner join {{ ref('int_known_visitors') }} as known_visitors
        on people.latest_person_id = known_visitors.person_id
    inner join {{ ref('int_event_hits_daily') }} as daily_hits
        on
            known_visitors.visitor_key = daily_hits.visitor_key
            and people.scored_on >= daily_hits.occurred_on
    inner join {{ ref('stg_event_kinds') }} as event_kinds
        on daily_hits.kind_key = event_kinds.kind_key
    where daily_hits.hits > 0

),

engaged as (

    select distinct
        seen.scorecard,
        seen.person_id,
        seen.segment,
        seen.has_converted,
        seen.event_type,
        case when levels.is_total then '*' else seen.asset end as asset
    from seen
    cross join levels
    where levels.is_total or seen.asset is not null

),

everybody as (

    select
        people.scorecard,
        case when levels.is_total then '*' else people.segment end as segment,
        count(*) as leads,
        sum(people.has_converted) as conversions
    from people
    cross join levels
    group by people.scorecard, case when levels.is_total then '*' else people.segment end

),

counted as (

    select
        engaged.scorecard,
        case when levels.is_total then '*' else engaged.segment end as segment,
        engaged.event_type,
        engaged.asset,
        count(*) as leads_with,
        sum(engaged.has_converted) as conversions_with
    from engaged
    cross join levels
    group by
        engaged.scorecard,
        case when levels.is_total then '*' else engaged.segment end,
        engaged.event_type,
        engaged.asset

),

ranked as (

    select
        *,
        row_number() over (
            partition by scorecard, segment
            order by
                case when asset = '*' then 0 else 1 end asc,
                leads_with desc,
                {{ text_order('event_type') }} asc,
                {{ text_order('asset') }} asc
        ) as content_rank
    from counted

),

rated as (

    select
        ranked.scorecard,
        ranked.segment,
        ranked.event_type,
        ranked.asset,
        cast(everybody.leads as bigint) as leads,
        cast(ranked.leads_with as bigint) as leads_with,
        cast(ranked.conversions_with as bigint) as conversions_with,
        {{ rate_columns('close_rate_with', 'ranked.conversions_with', 'ranked.leads_with') }},
        cast(everybody.leads - ranked.leads_with as bigint) as leads_without,
        cast(everybody.conversions - ranked.conversions_with as bigint) as conversions_without,
        {{ rate_columns(
            'close_rate_without', '(everybody.conversions - ranked.conversions_with)',
            '(everybody.leads - ranked.leads_with)'
        ) }},
        least(ranked.leads_with, everybody.leads - ranked.leads_with) >= {{ var('min_group_size') }} as is_enough
    from ranked
    inner join everybody
        on
            ranked.scorecard = everybody.scorecard
            and ranked.segment = everybody.segment
    where ranked.content_rank <= {{ var('content_assets') }}

),

content_performance as (

    select
        *,
        cast(close_rate_with - close_rate_without as {{ type_decimal(9, 6) }}) as difference,
        cast({{ newcombe('close_rate_with', 'close_rate_without', 'low') }} as {{ type_decimal(9, 6) }})
            as difference_low,
        cast({{ newcombe('close_rate_with', 'close_rate_without', 'high') }} as {{ type_decimal(9, 6) }})
            as difference_high
    from rated

)

select * from content_performance
