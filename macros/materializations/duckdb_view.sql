{#- A view on DuckDB, which takes the place of the last one in one transaction, for the reason in duckdb_table.sql. -#}
{% materialization view, adapter='duckdb' %}
    {%- set last = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='view') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        drop {{ last.type if last else 'view' }} if exists {{ target }};
        {{ get_create_view_as_sql(target, sql) }}
    {%- endcall %}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(target, model) -%}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
