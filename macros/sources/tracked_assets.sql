{#- What track calls are about: the properties that the setting assets names, from the table that each event has. -#}
{% macro tracked_assets(source_name) -%}
    {%- set parts = [] -%}
    {%- for connection in connections_of(source_name) -%}
        {%- for event, property in (connection.get('assets') or {}).items() -%}
            {%- set relation = entity_relation(source_name, 'tracks', connection, table=event) -%}
            {%- set texts = {} -%}
            {%- for name, text in raw_column_texts(relation).items() -%} {%- do texts.update({name | lower: text}) -%} {%- endfor -%}
            {%- if execute and not relation -%}
                {{ refuse_source('assets of ' ~ source_name ~ ' names the event ' ~ event ~ ', which has no table in the schema '
                    ~ connection.get('schema', source_name)) }}
            {%- elif execute and property | lower not in texts -%}
                {{ refuse_source('assets of ' ~ source_name ~ ' names the property ' ~ property ~ ' of ' ~ event
                    ~ ', which that table does not have' ~ closest(property, texts.keys() | list)) }}
            {%- elif execute -%}
                {%- do parts.append('select ' ~ clean_text(texts['id']) ~ ' as event_id, max(' ~ clean_text(texts[property | lower])
                    ~ ') as asset from ' ~ relation ~ ' group by ' ~ clean_text(texts['id'])) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set nothing = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    {{ return(parts | join(' union all ')
        or 'select ' ~ nothing ~ ' as event_id, ' ~ nothing ~ ' as asset from (select 1 as nothing) as no_table where 1 = 0') }}
{%- endmacro %}
