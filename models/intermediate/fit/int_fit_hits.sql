-- One row per scoring day, person, fit rule and day with hits: what the person is speaks for him.
{{ config(materialized='view') }}

{{ component_hits('fit') }}
