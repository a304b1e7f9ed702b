-- One row per user of RudderStack who has a user_id, with the latest traits.
{{ config(enabled=is_source('rudderstack'), materialized='table') }}

{{ tracked_users('rudderstack') }}
