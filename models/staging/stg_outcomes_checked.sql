-- One row per row of raw.outcomes with its verdict: usable, duplicate or rejected (and why).
{{ config(
    materialized='table',
    post_hook="{{ stop_where_unreadable('outcomes', 'occurred_at') }}"
) }}

with

raw_outcomes as (

    select * from {{ ref('base_outcomes') }}

),

typed as (

    select
        *,
        {{ read_timestamp('occurred_at') }} as occurred_at_utc
    from raw_outcomes

),

judged as (

    select
        *,
        case
            when unreadable_line is not null then 'the line cannot be read as CSV'
            when outcome_id is null then 'outcome_id is missing'
            when coalesce(lead_id, email) is null then 'lead_id and email are both missing'
            when outcome is null then 'outcome is missing'
            when lower(outcome) not in ('accepted', 'rejected', 'opportunity', 'won', 'lost')
                then 'outcome is none of accepted, rejected, opportunity, won, lost'
            when occurred_at is null then 'occurred_at is missing'
            when occurred_at_utc is null then 'occurred_at is not an ISO 8601 timestamp'
        end as reject_reason
    from typed

),

-- Of the copies of one outcome the earliest is kept; ties are broken by content.
ranked as (

    select
        *,
        row_number() over (
            partition by outcome_id, reject_reason
            order by
                occurred_at_utc asc,
                {{ by_content(outcome_columns() | reject('in', ['outcome_id', 'occurred_at'])) }}
        ) as row_rank
    from judged

),

checked as (

    select
        outcome_id,
        lead_id,
        email,
        outcome,
        amount,
        currency,
        product,
        reason,
        occurred_at_utc as occurred_at,
        case
            when reject_reason is not null then 'rejected'
            when row_rank > 1 then 'duplicate'
            else 'usable'
        end as record_status,
        reject_reason,
        case when reject_reason is not null then {{ row_as_text(outcome_columns()) }} end as rejected_row,
        case
            when reject_reason is not null then {{ row_as_text(outcome_columns(), is_masked=true) }}
        end as masked_row
    from ranked

)

select * from checked
