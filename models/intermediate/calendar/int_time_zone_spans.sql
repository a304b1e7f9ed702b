-- One row per scorecard and span in which the clock of its team has one offset to UTC.

with

settings as (

    select * from {{ ref('stg_settings') }}

),

time_zone_spans as (

    select * from {{ ref('stg_time_zone_spans') }}

),

team_spans as (

    select
        settings.scorecard,
        time_zone_spans.time_zone,
        time_zone_spans.starts_at,
        time_zone_spans.ends_at,
        time_zone_spans.local_starts_at,
        time_zone_spans.local_ends_at,
        time_zone_spans.utc_offset_minutes
    from settings
    inner join time_zone_spans
        on lower(settings.time_zone) = lower(time_zone_spans.time_zone)

)

select * from team_spans
