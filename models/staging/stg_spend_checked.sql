-- One row per row of raw.spend with its verdict: usable, duplicate or rejected (and why).
{{ config(
    materialized='table',
    post_hook="{{ stop_where_unreadable('spend', 'month') }}"
) }}

with

raw_spend as (

    select
        *,
        {{ month_as_day('month') }} as month_day
    from {{ ref('base_spend') }}

),

typed as (

    select
        *,
        {{ read_timestamp('month_day') }} as month_at,
        {{ read_amount('amount') }} as amount_number
    from raw_spend

),

validated as (

    select
        *,
        case
            when unreadable_line is not null then 'the line cannot be read as CSV'
            when month is null then 'month is missing'
            when month_at is null then 'month is not an ISO 8601 timestamp'
            when channel is null then 'channel is missing'
            when amount is null then 'amount is missing'
            when amount_number is null then 'amount is not a number'
        end as reject_reason
    from typed

),

-- Rows have no id: those that are the same in every column are copies of one.
ranked as (

    select
        *,
        row_number() over (
            partition by month, lower(channel), lower(campaign), amount, upper(currency), reject_reason
            order by {{ text_order('channel') }} asc, {{ text_order('campaign') }} asc, {{ text_order('currency') }} asc
        ) as row_rank
    from validated

),

checked as (

    select
        nullif(trim(coalesce(month, '') || ' ' || coalesce(channel, '')), '') as record_key,
        cast({{ dbt.date_trunc('month', 'month_at') }} as date) as month_starts_on,
        lower(channel) as channel,
        lower(campaign) as campaign,
        amount_number as amount,
        upper(currency) as currency,
        case
            when reject_reason is not null then 'rejected'
            when row_rank > 1 then 'duplicate'
            else 'usable'
        end as record_status,
        reject_reason,
        case when reject_reason is not null then {{ row_as_text(spend_columns()) }} end as rejected_row,
        case
            when reject_reason is not null then {{ row_as_text(spend_columns(), is_masked=true) }}
        end as masked_row
    from ranked

)

select * from checked
