{#- The columns the contract names for each raw table; the bold ones of a table must be there. -#}
{% macro lead_columns() -%}
    {{ return([
        'lead_id', 'created_at', 'updated_at', 'email', 'first_name', 'last_name', 'phone', 'job_title',
        'company_name', 'website', 'industry', 'employee_count', 'annual_revenue', 'country', 'region',
        'lead_source', 'budget', 'authority', 'need', 'timeline', 'do_not_contact', 'is_deleted',
        'merged_into_lead_id', 'owner_id',
    ]) }}
{%- endmacro %}

{% macro event_columns() -%}
    {{ return([
        'event_id', 'event_type', 'occurred_at', 'lead_id', 'email', 'anonymous_id', 'channel', 'asset',
        'campaign', 'url', 'value', 'user_agent', 'is_machine', 'loaded_at',
    ]) }}
{%- endmacro %}

{% macro outcome_columns() -%}
    {{ return([
        'outcome_id', 'lead_id', 'email', 'outcome', 'occurred_at', 'amount', 'currency', 'product', 'reason',
    ]) }}
{%- endmacro %}

{% macro identity_columns() -%}
    {{ return(['lead_id', 'kind', 'value', 'since']) }}
{%- endmacro %}

{% macro spend_columns() -%}
    {{ return(['month', 'channel', 'campaign', 'amount', 'currency']) }}
{%- endmacro %}

{#- The tables of the input. -#}
{% macro input_tables() -%}
    {{ return(['leads', 'events', 'outcomes', 'identities', 'spend']) }}
{%- endmacro %}

{% macro input_columns(table) -%}
    {{ return({
        'leads': lead_columns(), 'events': event_columns(), 'outcomes': outcome_columns(),
        'identities': identity_columns(), 'spend': spend_columns(),
    }.get(table, [])) }}
{%- endmacro %}

{#- The columns without which no row of a table can be used. -#}
{% macro required_columns(table) -%}
    {{ return({
        'leads': ['lead_id', 'created_at'], 'events': ['event_id', 'event_type', 'occurred_at'],
        'outcomes': ['outcome_id', 'outcome', 'occurred_at'], 'identities': ['lead_id', 'kind', 'value'],
        'spend': ['month', 'channel', 'amount'],
    }.get(table, [])) }}
{%- endmacro %}

{#- The columns that hold ids, and the one that is the id of a table's own rows. -#}
{% macro id_columns() -%}
    {{ return(['lead_id', 'event_id', 'outcome_id', 'anonymous_id', 'merged_into_lead_id', 'owner_id']) }}
{%- endmacro %}

{% macro own_id(table) -%}
    {{ return({'leads': 'lead_id', 'events': 'event_id', 'outcomes': 'outcome_id'}.get(table)) }}
{%- endmacro %}

{#- The columns that hold times. -#}
{% macro time_columns() -%}
    {{ return(['created_at', 'updated_at', 'occurred_at', 'loaded_at', 'since', 'month']) }}
{%- endmacro %}

{#- Custom attributes: the extra columns of raw.leads, as var custom_attributes lists them and the mapping names them,
    under the names by which rules know them. -#}
{% macro custom_attributes() -%}
    {%- set names = [] -%}
    {%- for given in var('custom_attributes', none) or [] -%}
        {%- do names.append(attribute_name(given)) -%}
    {%- endfor -%}
    {%- for part in mapping_of('leads') -%}
        {%- for given in (part.get('columns') or {}).keys() | list + (part.get('constants') or {}).keys() | list
            if plain_name(given) not in lead_columns() -%}
            {%- do names.append(attribute_name(given)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(names | unique | list) }}
{%- endmacro %}

{#- A row for each column of the input, custom attributes too: its table and its name. -#}
{% macro input_column_rows() -%}
    {%- for table in input_tables() -%}
        {%- set is_last_table = loop.last -%}
        {%- for column in input_columns(table) + (custom_attributes() if table == 'leads' else []) %}
    select
        '{{ table }}' as source_table,
        {{ text_literal(column) }} as column_name
    {{ 'union all' if not (is_last_table and loop.last) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
