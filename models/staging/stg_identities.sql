-- One row per lead and further email address or anonymous_id that belongs to it: typed, in UTC, without
-- duplicates.

with

checked_identities as (

    select * from {{ ref('stg_identities_checked') }}

),

identities as (

    select
        lead_id,
        kind,
        value,
        since
    from checked_identities
    where record_status = 'usable'

)

select * from identities
