-- One row per row of raw.identities with its verdict: usable, duplicate or rejected (and why).
{{ config(materialized='table') }}

with

raw_identities as (

    select * from {{ ref('base_identities') }}

),

typed as (

    select
        lead_id,
        lower(kind) as kind,
        case
            when lower(kind) = 'email' then {{ read_email_address('lower(value)') }}
            else {{ read_id('value') }}
        end as identity_value,
        since,
        {{ read_timestamp('since') }} as since_utc,
        unreadable_line
    from raw_identities

),

validated as (

    select
        *,
        case
            when unreadable_line is not null then 'the line cannot be read as CSV'
            when lead_id is null then 'lead_id is missing'
            when kind is null then 'kind is missing'
            when kind not in ('email', 'anonymous_id') then 'kind is none of email, anonymous_id'
            when identity_value is null then 'value is missing'
            when kind = 'email' and not {{ is_valid_email('identity_value') }} then 'value is not an email address'
            when kind = 'anonymous_id' and {{ is_null_word('identity_value', null_words('events', 'anonymous_id')) }}
                then 'value is a word for missing'
        end as reject_reason
    from typed

),

-- Of the rows that say the same of one lead the earliest is kept; a row without since holds from the first
-- day on.
ranked as (

    select
        *,
        row_number() over (
            partition by lead_id, kind, identity_value, reject_reason
            order by since_utc asc nulls first
        ) as row_rank
    from validated

),

checked as (

    select
        lead_id,
        kind,
        identity_value as value,
        since_utc as since,
        case
            when reject_reason is not null then 'rejected'
            when row_rank > 1 then 'duplicate'
            else 'usable'
        end as record_status,
        reject_reason,
        case
            when reject_reason is not null then {{ row_as_text(identity_columns(), {'value': 'identity_value'}) }}
        end as rejected_row,
        case
            when reject_reason is not null
                then {{ row_as_text(identity_columns(), {'value': 'identity_value'}, is_masked=true) }}
        end as masked_row
    from ranked

)

select * from checked
