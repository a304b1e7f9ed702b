-- One row per call to RudderStack in the shape of the contract's events; source_field and source_value are what
-- event_map.csv was asked for.
{{ config(enabled=is_source('rudderstack'), materialized='table') }}

{{ tracked_events('rudderstack') }}
