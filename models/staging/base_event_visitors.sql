-- One row per batch of raw.events and spelling of who is named in it, each read as text once.
{{ raw_rows(
    'events', ['lead_id', 'email', 'anonymous_id'], arrival_batches=true, only=is_kept_event, is_distinct=true
) }}
