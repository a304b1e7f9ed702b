-- One row per delivered row of raw.outcomes.

with

created as (

    select
        lead_id,
        min(read_timestamp(created_at)) as created_at_utc
    from leads
    group by lead_id

),

joined as (

    select
        outcomes.outcome_id,
        lower(outcomes.outcome) as outcome,
        cast(created.lead_id is not null as integer) as is_known_lead,
        try_cast(outcomes.amount as double) as amount_number,
        case
            when lower(outcomes.outcome) = 'won' then cast(try_cast(outcomes.amount as double) is not null as integer)
        end as won_has_amount,
        outcomes.occurred_at,
        read_timestamp(outcomes.occurred_at) as occurred_at_utc,
        created.created_at_utc as lead_created_at_utc,
        cast(outcomes._unreadable_line is not null as integer) as is_unreadable
    from outcomes
    left join created
        on outcomes.lead_id = created.lead_id

)

select * from joined
