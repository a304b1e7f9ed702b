-- One row per user of Segment who has a user_id, with the latest traits.
{{ config(enabled=is_source('segment'), materialized='table') }}

{{ tracked_users('segment') }}
