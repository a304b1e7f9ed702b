-- One row per user of Segment in the shape of the contract's leads.
{{ config(enabled=is_source('segment') and brings_leads('segment')) }}

{{ tracked_leads('segment') }}
