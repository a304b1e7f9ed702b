-- One row per row of raw.events: the contract's columns, all as text.
{{ raw_rows('events', event_columns(), optional=true) }}
