-- One row per row of raw.leads: the contract's columns and the custom attributes, all as text.
{{ raw_rows('leads', lead_columns() + custom_attributes()) }}
