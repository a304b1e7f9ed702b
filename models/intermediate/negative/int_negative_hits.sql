-- One row per scoring day, person, negative rule and day with hits: what speaks against the lead.
{{ config(materialized='view') }}

{{ component_hits('negative') }}
