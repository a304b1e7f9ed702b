-- One row per lead and further address or anonymous_id that the stored scores rest on.
-- depends_on: {{ ref('state_scored_dates') }}

with

identities as (

    select * from {{ ref('stg_identities') }}

),

scored_identities as (

    select
        lead_id,
        kind,
        value,
        since
    from identities

)

select * from scored_identities
