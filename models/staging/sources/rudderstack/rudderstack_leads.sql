-- One row per user of RudderStack in the shape of the contract's leads.
{{ config(enabled=is_source('rudderstack') and brings_leads('rudderstack')) }}

{{ tracked_leads('rudderstack') }}
