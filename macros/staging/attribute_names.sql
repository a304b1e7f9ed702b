{#- The name of a column as the project writes it: lower case, with _ in place of all that is no letter or digit. -#}
{% macro plain_name(name) -%}
    {%- set name = name | string | trim | lower -%}
    {%- set plain = modules.re.sub('[^\\w]+', '_', name) -%}
    {%- if plain != name -%}
        {%- set plain = modules.re.sub('^_+(?=.)', '', plain) if name[:1] != '_' else plain -%}
        {%- set plain = modules.re.sub('(?<=.)_+$', '', plain) if name[-1:] != '_' else plain -%}
    {%- endif -%}
    {{ return('' if plain == '_' else plain) }}
{%- endmacro %}

{#- The name by which rules know a column of leads: its plain name, with input_ before it where the project uses that
    name for something of its own. -#}
{% macro attribute_name(column) -%}
    {%- set plain = plain_name(column) -%}
    {{ return('input_' ~ plain if is_taken_name(plain) else plain) }}
{%- endmacro %}

{#- True where the project has a column or a derived attribute of that name. -#}
{% macro is_taken_name(name) -%}
    {%- set taken = [
        'arrival_batch', 'condition', 'content_hash', 'created_at_utc', 'created_on', 'has_valid_email', 'is_primary',
        'lead_key', 'masked_row', 'null_words', 'person_id', 'person_key', 'record_status', 'reject_reason',
        'rejected_row', 'row_rank', 'scd', 'scorecard', 'scored_on', 'seen_at', 'seen_from', 'seen_number', 'seen_on',
        'unreadable_line', 'updated_at_utc', 'valid_from', 'valid_to', 'version_number',
    ] -%}
    {%- set starts = ['dbt_', 'scd_', 'days_since_last_'] -%}
    {%- set ns = namespace(found=name in taken + engine_columns() or name in derived_attributes()) -%}
    {%- for start in starts if name.startswith(start) -%} {%- set ns.found = true -%} {%- endfor -%}
    {{ return(ns.found) }}
{%- endmacro %}

{#- Columns that each table of DuckDB (rowid) or Postgres has without being asked. -#}
{% macro engine_columns() -%}
    {{ return(['rowid', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']) }}
{%- endmacro %}
