-- One row per row of raw.events whose event_id came more than once (stg_doubled_events), with the columns of
-- base_events. Few events did: the others are left out before their columns are read as text.
-- depends_on: {{ ref('stg_doubled_events') }}
{{ raw_rows('events', event_columns(), arrival_batches=true, only=is_doubled_event) }}
{{ only_kept_events() }}
