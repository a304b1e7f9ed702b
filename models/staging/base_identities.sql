-- One row per row of raw.identities: the contract's columns, all as text.
{{ raw_rows('identities', identity_columns()) }}
