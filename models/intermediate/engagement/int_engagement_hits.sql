-- One row per scoring day, person, engagement rule and day with hits: what the person did shows interest.
{{ config(materialized='view') }}

{{ component_hits('engagement') }}
