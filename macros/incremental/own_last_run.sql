{#- The rows of this model as the last run left them, none before the first; a column that a release has
    added since is null in them. A table that reads itself is never dropped before the new one stands. -#}
{% macro own_last_run() -%}
    {%- set relation = load_relation(this) if execute -%}
    {%- set found = column_names(relation) -%}
    select
    {%- for column in model.columns.values() %}
        {{ column.name if column.name in found
            else 'cast(null as ' ~ api.Column.translate_type(column.data_type) ~ ') as ' ~ column.name }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    {{ 'from ' ~ relation if relation else 'from (select 1 as nothing) as no_table where 1 = 0' }}
{%- endmacro %}
