-- One row per row of raw.spend: the contract's columns, all as text.
{{ raw_rows('spend', spend_columns()) }}
