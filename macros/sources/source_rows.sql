{#- The rows of an entity of a source, over all its connections: the columns that source_tables lists, under its names and of
    its types, whatever loader has brought them. A column that no connection has, or an optional table that is not there, is
    null or without rows. Each connection's ids begin with its id_prefix. Of a record that history mode keeps in several
    versions the current one is read, and of the rows of one key (latest_by) the one loaded last. -#}
{% macro source_rows(source_name, entity) -%}
    {%- set spec = source_tables(source_name)[entity] -%}
    {%- set columns = columns_of_entity(source_name, entity) -%}
    {%- if spec.get('latest_by') %}
    select {{ columns | join(', ') }}
    from (
        select
            *,
            row_number() over (
                partition by {{ spec['latest_by'] | join(', ') }}
                order by
                    source_loaded_at desc nulls last,
                    {%- for column in columns if column != 'source_loaded_at' %}
                    {{ text_order('cast(' ~ quoted(column) ~ ' as ' ~ dbt.type_string() ~ ')') }} asc nulls last
                    {{- ',' if not loop.last }}
                    {%- endfor %}
            ) as version_rank
        from (
    {%- endif %}
    {%- set tables = [] %}
    {%- for connection in connections_of(source_name) %}
        {%- for relation in entity_relations(source_name, entity, connection) %}
            {%- do tables.append((connection, relation)) %}
        {%- endfor %}
    {%- endfor %}
    {%- for connection, relation in tables %}
            {{ connection_rows(source_name, entity, connection, relation) }}
            {{ 'union all' if not loop.last }}
    {%- endfor %}
    {%- if spec.get('latest_by') %}
        ) as delivered
    ) as versions
    where version_rank = 1
    {%- endif %}
{%- endmacro %}

{#- The names of the columns that source_rows gives for an entity. -#}
{% macro columns_of_entity(source_name, entity) -%}
    {%- set columns = source_tables(source_name)[entity]['columns'].keys() | list -%}
    {%- set attributes = source_attributes(source_name) if entity in people_of(source_name) else [] -%}
    {{ return(columns + attributes + ['source_loaded_at']) }}
{%- endmacro %}

{#- The rows of an entity in one table of a connection. -#}
{% macro connection_rows(source_name, entity, connection, relation) -%}
    {%- set spec = source_tables(source_name)[entity] -%}
    {%- set found = {} -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if relation else []) -%}
        {%- do found.update({column.name | lower: column}) -%}
    {%- endfor -%}
    {%- set texts = {} -%}
    {%- for name, text in raw_column_texts(relation).items() -%} {%- do texts.update({name | lower: text}) -%} {%- endfor -%}
    {%- for name, text in nested_columns(spec, found).items() -%}
        {%- do texts.update({name: text}) -%}
        {%- do found.update({name: api.Column(name, dbt.type_string())}) -%}
    {%- endfor -%}
    {%- set spellings, own = source_spellings(source_name), (connection.get('columns') or {}).get(entity) or {} -%}
    {%- for name in own if name not in spec['columns'] -%}
        {{ refuse_source('columns of ' ~ source_name ~ ' has ' ~ name ~ ' for ' ~ entity ~ ', which is none of its columns'
            ~ closest(name, spec['columns'].keys() | list)) }}
    {%- endfor -%}
    select
    {%- for name, column in spec['columns'].items() %}
        {%- set names = [own[name]] if own.get(name) else spelled(column['names'], spellings) %}
        {%- set there = names | map('lower') | select('in', found) | list %}
        {%- if relation and not there and (name in spec.get('required', []) or own.get(name)) -%}
            {{ refuse_source(relation ~ ' has no column ' ~ names | join(' or ') ~ ', which is the ' ~ name ~ ' of '
                ~ source_name ~ '; name yours in columns: {' ~ entity ~ ': {' ~ name ~ ': ...}}') }}
        {%- endif %}
        {%- set constants = {'prefix': connection['id_prefix'], 'channel': connection.get('channel') or 'web',
            'table': relation.identifier | lower if relation else ''} %}
        {%- set readings = [text_literal(constants[column['type']])] if column['type'] in constants else [] %}
        {%- for given in there -%}
            {%- do readings.append(read_source_column(column['type'], texts[given], found[given], connection)) -%}
        {%- endfor %}
        {{ first_filled(readings, column['type']) }} as {{ name }},
    {%- endfor %}
    {%- for attribute in (source_attributes(source_name) if entity in people_of(source_name) else []) %}
        {%- set given = (connection.get('attributes') or {}).get(attribute) | string | lower %}
        {{ first_filled([clean_text(texts[given])] if given in texts else [], 'text') }} as {{ quoted(attribute) }},
    {%- endfor %}
    {%- set loaded = loaded_at_columns() | select('in', found) | list %}
        {{ first_filled([read_source_column('time', texts[loaded[0]], found[loaded[0]], connection)] if loaded else [], 'time') }}
            as source_loaded_at
    {%- if relation %}
    from {{ relation }}
    {%- set conditions = [] %}
    {%- for column, value in current_row_columns().items() if column in found and not spec.get('keeps_versions') -%}
        {%- do conditions.append('coalesce(' ~ read_boolean(texts[column]) ~ ', ' ~ value ~ ') = ' ~ value) -%}
    {%- endfor %}
    {%- if conditions %}
    where {{ conditions | join(' and ') }}
    {%- endif %}
    {%- else %}
    from (select 1 as nothing) as no_table
    where 1 = 0
    {%- endif %}
{%- endmacro %}

{#- The tables that hold an entity of a connection: one for each day where it has such tables, else the one table. -#}
{% macro entity_relations(source_name, entity, connection) -%}
    {%- set prefixes = source_tables(source_name)[entity].get('tables_of_days') -%}
    {%- set is_named = (connection.get('models') or {}).get(entity) or (connection.get('tables') or {}).get(entity) -%}
    {%- set found = [] -%}
    {%- if execute and prefixes and not is_named -%}
        {%- set first = source(source_name, entity) -%}
        {%- set database = connection.get('database') or first.database -%}
        {%- set schema = connection.get('schema') or source_name -%}
        {%- for name in tables_of_days(database, schema, prefixes) -%}
            {%- do found.append(load_relation(first.incorporate(
                path={'database': database, 'schema': schema, 'identifier': name}))) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found or [entity_relation(source_name, entity, connection)]) }}
{%- endmacro %}

{#- The table or model that holds an entity of a connection; none where it is optional and not there. Names are compared
    without case, as Snowflake has them in capitals. table: another table next to it, if it is there. -#}
{% macro entity_relation(source_name, entity, connection, table=none) -%}
    {%- set spec = source_tables(source_name)[entity] -%}
    {%- set model = (connection.get('models') or {}).get(entity) -%}
    {%- for key in ['models', 'tables', 'columns'] -%}
        {%- for name in connection.get(key) or {} if name not in source_tables(source_name) -%}
            {{ refuse_source(key ~ ' of ' ~ source_name ~ ' names ' ~ name ~ ', which it does not read'
                ~ closest(name, source_tables(source_name).keys() | list)) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- set relation = ref(model) if model else source(source_name, entity) -%}
    {%- if not execute -%} {{ return(none) }} {%- endif -%}
    {%- if model -%} {{ return(load_relation(relation)) }} {%- endif -%}
    {%- set database = connection.get('database') or relation.database -%}
    {%- set schema = connection.get('schema') or source_name -%}
    {%- set own = table or (connection.get('tables') or {}).get(entity) -%}
    {%- set there = tables_in_schema(database, schema) -%}
    {%- for name in ([own] if own else spelled(spec['tables'], [])) if there is none or name | lower in there -%}
        {%- set found = load_relation(relation.incorporate(
            path={'database': database, 'schema': schema, 'identifier': (there or {}).get(name | lower, name)})) -%}
        {%- if found -%} {{ return(found) }} {%- endif -%}
    {%- endfor -%}
    {%- if table is none and (own or not spec.get('is_optional')) -%}
        {%- do refuse_missing_schema(source_name, database, schema, there) -%}
        {{ refuse_source('the schema ' ~ schema ~ ' has no table ' ~ ([own] if own else spec['tables']) | join(' or ')
            ~ ', which ' ~ source_name ~ ' needs; name the schema in {' ~ source_name ~ ': {schema: ...}}, or the table in tables: {'
            ~ entity ~ ': ...}' ~ (closest(own or entity, there.keys() | list) if there else '')) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{#- The names that a table or column may have: those given, where property:x stands for x in every loader's spelling; then all
    of them without underscores, for loaders that keep createdAt and CampaignMember. -#}
{% macro spelled(names, spellings) -%}
    {%- set all_names = [] -%}
    {%- for name in names -%}
        {%- if name.startswith('property:') -%}
            {%- for form in spellings -%} {%- do all_names.append(form.replace('*', name[9:])) -%} {%- endfor -%}
        {%- else -%}
            {%- do all_names.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in all_names | list -%} {%- do all_names.append(name.replace('_', '')) -%} {%- endfor -%}
    {{ return(all_names | unique | list) }}
{%- endmacro %}

{#- A column of a source as the type that the table of names gives it; an id with the prefix of its connection. -#}
{% macro read_source_column(type, text, column, connection) -%}
    {%- set text = clean_text(text) -%}
    {%- if type == 'time' -%}
        {%- if is_plain_timestamp(column.dtype | lower) -%}
            {{ return('cast(' ~ adapter.quote(column.name) ~ ' as ' ~ dbt.type_timestamp() ~ ')') }}
        {%- endif -%}
        {{ return(read_timestamp(text)) }}
    {%- elif type == 'number' -%}
        {{ return(read_number(text)) }}
    {%- elif type == 'boolean' -%}
        {{ return(read_boolean(text)) }}
    {%- elif type == 'json' -%}
        {{ return(clean_text(json_of(column))) }}
    {%- elif type == 'list' -%}
        {{ return(clean_text(list_of_json(json_of(column)))) }}
    {%- elif type in ['id', 'shared_id'] -%}
        {%- set is_own = connection['id_prefix'] and (type == 'id' or connection.get('own_users')) -%}
        {%- set prefix = text_literal(connection['id_prefix']) ~ ' || ' if is_own else '' -%}
        {{ return(prefix ~ read_id(text)) }}
    {%- endif -%}
    {{ return(text) }}
{%- endmacro %}

{#- True of a type whose values are UTC; those with a time zone are read by their text, as engines differ in the cast. -#}
{% macro is_plain_timestamp(data_type) -%}
    {{ return(data_type.startswith('timestamp') and 'zone' not in data_type.replace('without time zone', '')
        and 'tz' not in data_type.replace('_ntz', '') or data_type == 'datetime') }}
{%- endmacro %}

{#- The first of several readings that is filled, null if there are none, of the type's own type. -#}
{% macro first_filled(readings, type) -%}
    {%- set types = {'time': dbt.type_timestamp(), 'number': type_double(), 'boolean': dbt.type_boolean()} -%}
    {%- if not readings -%}
        {{ return('cast(null as ' ~ types.get(type, dbt.type_string()) ~ ')') }}
    {%- endif -%}
    {{ return(readings[0] if readings | length == 1 else 'coalesce(' ~ readings | join(', ') ~ ')') }}
{%- endmacro %}

{#- Columns by which loaders say when a row was loaded, in lower case. -#}
{% macro loaded_at_columns() -%}
    {{ return(['received_at', '_fivetran_synced', '_airbyte_extracted_at', '_airbyte_emitted_at', '_dlt_load_id',
        '_sdc_batched_at', 'load_tstamp', 'collector_tstamp']) }}
{%- endmacro %}

{#- Columns by which a loader marks the current version of a row that it keeps the history of, and test data. -#}
{% macro current_row_columns() -%} {{ return({'_fivetran_active': 'true', 'livemode': 'true'}) }} {%- endmacro %}
