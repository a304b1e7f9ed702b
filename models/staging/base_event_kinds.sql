-- One row per batch of raw.events and spelling of what makes the kind of an event, each read as text once.
{{ raw_rows(
    'events', event_kind().keys() | list, arrival_batches=true, only=is_kept_event, is_distinct=true
) }}
