{#- Stops with one sentence where var sources names what the project does not know, or a schema or table that is not there:
    what `make build SOURCES=...` asks before it builds (dbt run-operation check_sources). -#}
{% macro check_sources() -%}
    {%- for source_name in sources_in_use() -%}
        {%- for entity, spec in source_tables(source_name).items() -%}
            {%- for connection in connections_of(source_name) if not spec.get('is_optional') -%}
                {%- do entity_relations(source_name, entity, connection) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if 'tracks' in source_tables(source_name) -%} {%- do refuse_untracked(source_name) -%} {%- endif -%}
    {%- endfor -%}
    {%- do refuse_leadless_sources() -%}
{%- endmacro %}

{#- Stops where no source brings leads, nor a table that is read beside them. -#}
{% macro refuse_leadless_sources() -%}
    {%- if sources_in_use() and not source_parts('leads') and not has_crm() and not load_relation(source('raw', 'leads')) -%}
        {%- set able = [] -%}
        {%- for name, facts in source_facts().items() if 'leads' in facts['fills'] -%} {%- do able.append(name) -%} {%- endfor -%}
        {{ refuse_source(sources_in_use() | join(', ') ~ ' brings no leads; add a source that does (' ~ able | join(', ')
            ~ '), or name your table of leads in the var raw_models') }}
    {%- endif -%}
{%- endmacro %}

{#- Stops where there is no such schema, with those that there are. there: the tables found in it. -#}
{% macro refuse_missing_schema(source_name, database, schema, there) -%}
    {%- set known = [] -%}
    {%- for name in (list_schemas(database).columns[0].values() if there is not none and not there else [])
        if name | lower not in ['information_schema', 'pg_catalog', 'pg_toast'] -%}
        {%- do known.append(name) -%}
    {%- endfor -%}
    {%- if there is not none and not there and schema not in known -%}
        {{ refuse_source('there is no schema ' ~ schema ~ ', where the tables of ' ~ source_name ~ ' should be; name theirs as SOURCES='
            ~ source_name ~ ':... or in {' ~ source_name ~ ': {schema: ...}}' ~ closest(schema, known)) }}
    {%- endif -%}
{%- endmacro %}

{#- Stops where a connection has none of the tables that calls make. -#}
{% macro refuse_untracked(source_name) -%}
    {%- set entities = ['identifies', 'pages', 'tracks', 'screens'] -%}
    {%- for connection in connections_of(source_name) if execute -%}
        {%- set there = [] -%}
        {%- for entity in entities if entity_relation(source_name, entity, connection) -%} {%- do there.append(entity) -%} {%- endfor -%}
        {%- if not there -%}
            {%- set database = connection.get('database') or source(source_name, 'tracks').database -%}
            {%- set schema = connection.get('schema') or source_name -%}
            {%- do refuse_missing_schema(source_name, database, schema, tables_in_schema(database, schema)) -%}
            {{ refuse_source('the schema ' ~ connection.get('schema', source_name) ~ ' has none of the tables '
                ~ entities | join(', ') ~ '; name the schema of your tables in {' ~ source_name ~ ': {schema: ...}}') }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
