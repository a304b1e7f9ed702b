-- One row per row of raw.events that is kept: the contract's columns, all as text, and the batch it arrived with.
{{ raw_rows('events', event_columns(), arrival_batches=true) }}
{{ only_kept_events() }}
