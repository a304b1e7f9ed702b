-- One row per delivered row of raw.spend.

with

lead_channels as (

    select distinct lower(lead_source) as channel from leads

),

-- A month may be written as a day in it.
dated as (

    select
        *,
        read_timestamp(case when month like '____-__' then month || '-01' else month end) as month_at
    from spend

),

joined as (

    select
        dated.month,
        dated.channel,
        try_cast(dated.amount as double) as amount_number,
        cast(lead_channels.channel is not null as integer) as is_channel_of_leads,
        cast(dated.month_at >= getvariable('as_of') + interval 1 day as integer) as is_in_future,
        date_diff('day', max(dated.month_at) over (), cast(getvariable('as_of') as timestamp)) as days_since_last_month,
        cast(dated._unreadable_line is not null as integer) as is_unreadable
    from dated
    left join lead_channels
        on lower(dated.channel) = lead_channels.channel

)

select * from joined
