{#- A table on DuckDB. As dbt-duckdb does it, the new table is made aside, so that it may read the last one, and takes
    its place in the same transaction. But that is said in one statement here: for each relation that the adapter
    itself renames or drops dbt builds all macros again, which takes longer than most of these tables. -#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set last = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set aside = make_intermediate_relation(target) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('remains', auto_begin=True) -%} drop table if exists {{ aside }} {%- endcall %}
    {% call statement('main', language=model.language) -%}
        {{ create_table_as(False, aside, compiled_code, model.language) }}
    {%- endcall %}
    {% call statement('in_place') -%}
        drop {{ last.type if last else 'table' }} if exists {{ target }};
        alter table {{ aside }} rename to {{ adapter.quote(target.identifier) }};
    {%- endcall %}

    {%- do create_indexes(target) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(target, model) -%}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
