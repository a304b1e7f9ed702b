{#- An incremental table on DuckDB. dbt-duckdb writes the new rows into a temporary table first, to see which columns they
    have, and from there into the table. Where the table has the columns that the model documents, nothing is to be
    seen, and the rows are written once. -#}
{% materialization incremental, adapter='duckdb' %}
    {%- set last = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set is_first = last is none or not last.is_table or should_full_refresh() -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% if is_first %}
        {% call statement('main', auto_begin=True) -%}
            drop {{ last.type if last else 'table' }} if exists {{ target }};
            {{ create_table_as(False, target, compiled_code) }}
        {%- endcall %}
        {%- do create_indexes(target) -%}
    {% else %}
        {%- set documented = model.columns | map('lower') | list -%}
        {%- set found = adapter.get_columns_in_relation(target) -%}
        {%- set rows = '(\n' ~ compiled_code ~ '\n)' -%}
        {%- if found | map(attribute='name') | map('lower') | sort != documented | sort -%}
            {%- set rows = make_temp_relation(target) -%}
            {%- do run_query(create_table_as(True, rows, compiled_code)) -%}
            {%- set found = process_schema_changes(config.get('on_schema_change'), rows, target) or found -%}
        {%- endif -%}
        {%- set columns = found | map(attribute='quoted') | join(', ') -%}
        {% call statement('main', auto_begin=True) -%}
            insert into {{ target }} ({{ columns }})
            select {{ columns }} from {{ rows }} as new_rows
        {%- endcall %}
    {% endif %}

    {%- do persist_docs(target, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
