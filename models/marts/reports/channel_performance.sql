-- One row per scorecard, period (a month, or '*' = all months that can be compared), channel ('*' = all) and campaign
-- ('*' = all of the channel): what it cost, what came of it, and which conversions are credited to it.

{%- set summed = [
    'spend', 'leads', 'mqls', 'customers', 'won_amount', 'first_customers', 'first_amount', 'last_customers', 'last_amount',
    'position_customers', 'position_amount',
] %}

with

channel_figures as (

    select * from {{ ref('int_channel_figures') }}

),

-- Nobody is known to have entered a stage on the first kept day of all.
scored_months as (

    select
        scorecard,
        cast({{ dbt.date_trunc('month', 'max(case when is_latest then scored_on end)') }} as date) as last_month,
        cast({{ dbt.date_trunc(
            'month', 'min(case when is_kept and previous_scored_on is not null then scored_on end)'
        ) }} as date) as first_month
    from {{ ref('int_scoring_dates') }}
    group by scorecard

),

-- Cost and return are comparable in months of which both the spend and the stages are known.
compared_months as (

    select
        scored_months.scorecard,
        scored_months.last_month,
        coalesce(scored_months.first_month, scored_months.last_month) as stages_from,
        greatest(
            coalesce(scored_months.first_month, scored_months.last_month),
            coalesce(min(
                case
                    when
                        channel_figures.spend is not null
                        and channel_figures.month_starts_on <= scored_months.last_month
                        then channel_figures.month_starts_on
                end
            ), scored_months.first_month, scored_months.last_month)
        ) as compared_from
    from scored_months
    left join channel_figures
        on scored_months.scorecard = channel_figures.scorecard
    group by scored_months.scorecard, scored_months.first_month, scored_months.last_month

),

levels as (

    {{ report_levels() }}

),

group_levels as (

    select 'all' as group_level
    union all
    select 'channel' as group_level
    union all
    select 'campaign' as group_level

),

grouped as (

    select
        channel_figures.scorecard,
        case
            when of_periods.is_total then '*'
            else substr(cast(channel_figures.month_starts_on as {{ dbt.type_string() }}), 1, 7)
        end as period,
        case when of_channels.group_level = 'all' then '*' else channel_figures.channel end as channel,
        case when of_channels.group_level = 'campaign' then channel_figures.campaign else '*' end as campaign,
        min(compared_months.compared_from) as compared_from,
        min(compared_months.last_month) as last_month,
        min(compared_months.stages_from) as stages_from,
        {%- for column in summed %}
        sum(channel_figures.{{ column }}) as {{ column }},
        {%- endfor %}
        min(channel_figures.month_starts_on) as first_month
    from channel_figures
    inner join compared_months
        on channel_figures.scorecard = compared_months.scorecard
    cross join levels as of_periods
    cross join group_levels as of_channels
    where
        (of_channels.group_level <> 'campaign' or channel_figures.campaign is not null)
        and (
            not of_periods.is_total
            or channel_figures.month_starts_on between compared_months.compared_from and compared_months.last_month
        )
    group by
        channel_figures.scorecard,
        case
            when of_periods.is_total then '*'
            else substr(cast(channel_figures.month_starts_on as {{ dbt.type_string() }}), 1, 7)
        end,
        case when of_channels.group_level = 'all' then '*' else channel_figures.channel end,
        case when of_channels.group_level = 'campaign' then channel_figures.campaign else '*' end

),

-- Leads name a channel and no campaign.
counted as (

    select
        scorecard,
        period,
        case when period = '*' then compared_from else first_month end as starts_on,
        {{ dbt.last_day("case when period = '*' then last_month else first_month end", 'month') }} as ends_on,
        channel,
        campaign,
        spend,
        {%- for column in ['leads', 'customers', 'won_amount'] %}
        case when campaign = '*' then coalesce({{ column }}, 0) end as {{ column }},
        {%- endfor %}
        case when campaign = '*' and (period = '*' or first_month >= stages_from) then coalesce(mqls, 0) end as mqls,
        {%- for column in summed[5:] %}
        coalesce({{ column }}, 0) as {{ column }},
        {%- endfor %}
        coalesce(sum(leads) over (partition by scorecard, channel), 0) > 0 as is_channel_of_leads
    from grouped

),

channel_performance as (

    select
        scorecard,
        cast(period as {{ dbt.type_string() }}) as period,
        cast(starts_on as date) as starts_on,
        cast(ends_on as date) as ends_on,
        channel,
        campaign,
        cast(spend as {{ type_decimal(28, 2) }}) as spend,
        cast(leads as bigint) as leads,
        cast(mqls as bigint) as mqls,
        cast(customers as bigint) as customers,
        cast(won_amount as {{ type_decimal(28, 2) }}) as won_amount,
        cast(spend / nullif(leads, 0) as {{ type_decimal(28, 2) }}) as cost_per_lead,
        cast(spend / nullif(mqls, 0) as {{ type_decimal(28, 2) }}) as cost_per_mql,
        cast(spend / nullif(customers, 0) as {{ type_decimal(28, 2) }}) as cost_per_customer,
        cast(spend / {{ poisson('customers', 'high') }} as {{ type_decimal(28, 2) }}) as cost_per_customer_low,
        cast(spend / nullif({{ poisson('customers', 'low') }}, 0) as {{ type_decimal(28, 2) }})
            as cost_per_customer_high,
        cast(won_amount / nullif(spend, 0) as {{ type_decimal(18, 4) }}) as return_on_spend,
        {%- for share in ['first', 'last', 'position'] %}
        cast({{ share }}_customers as {{ type_decimal(18, 6) }}) as {{ share }}_customers,
        cast({{ share }}_amount as {{ type_decimal(28, 2) }}) as {{ share }}_amount,
        {%- endfor %}
        cast(spend / nullif(position_customers, 0) as {{ type_decimal(28, 2) }}) as cost_per_position_customer,
        cast(position_amount / nullif(spend, 0) as {{ type_decimal(18, 4) }}) as position_return_on_spend,
        is_channel_of_leads,
        coalesce(leads, 0) >= {{ var('min_group_size') }} as is_enough
    from counted

)

select * from channel_performance
