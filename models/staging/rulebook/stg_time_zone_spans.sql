-- One row per time zone and span in which its clock has one offset to UTC.
{{ config(materialized='view') }}

with

time_zones as (

    select * from {{ ref('time_zones') }}

),

changes as (

    select
        time_zone,
        cast(starts_at as timestamp) as starts_at,
        cast(local_starts_at as timestamp) as local_starts_at,
        cast(utc_offset_minutes as integer) as utc_offset_minutes
    from {{ ref('time_zone_changes') }}

),

spans as (

    select
        *,
        lead(starts_at) over (partition by time_zone order by starts_at) as ends_at,
        lead(local_starts_at) over (partition by time_zone order by starts_at) as local_ends_at
    from changes

),

time_zone_spans as (

    select
        time_zones.time_zone,
        spans.starts_at,
        coalesce(spans.ends_at, cast('9999-12-31' as timestamp)) as ends_at,
        spans.local_starts_at,
        coalesce(spans.local_ends_at, cast('9999-12-31' as timestamp)) as local_ends_at,
        spans.utc_offset_minutes
    from time_zones
    inner join spans
        on time_zones.same_as = spans.time_zone

)

select * from time_zone_spans
