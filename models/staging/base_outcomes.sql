-- One row per row of raw.outcomes: the contract's columns, all as text.
{{ raw_rows('outcomes', outcome_columns()) }}
