-- One row per lead and version of it, with the days from which and until which it was seen: what the snapshot
-- of the same name is where the engine can merge.
{{ config(materialized='view') }}

with

versions as (

    select * from {{ ref('int_snapshot_versions') }}

),

lead_snapshot as (

    select
        versions.*,
        seen_at as dbt_updated_at,
        seen_at as dbt_valid_from,
        lead(seen_at) over (partition by lead_id order by seen_number) as dbt_valid_to
    from versions

)

select * from lead_snapshot
