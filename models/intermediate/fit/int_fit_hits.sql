-- One row per scoring day, person, fit rule and day with hits: what we know of the person says he is the right buyer.
{{ config(materialized='view') }}

{{ component_hits('fit') }}
