-- One row per call to Segment in the shape of the contract's events; source_field and source_value are what
-- event_map.csv was asked for.
{{ config(enabled=is_source('segment'), materialized='table') }}

{{ tracked_events('segment') }}
