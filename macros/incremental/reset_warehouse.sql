{#- Drops all that dbt has made and what loads have put into the schema raw, the history of attributes too, so that
    the database can take another input: dbt run-operation reset_warehouse --target postgres -#}
{% macro reset_warehouse() -%}
    {%- set dropped = [] -%}
    {%- for node in graph.nodes.values()
        if node.package_name == 'lead_scoring' and node.resource_type in ['model', 'snapshot', 'seed'] -%}
        {%- do dropped.append(api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias)) -%}
    {%- endfor -%}
    {#- Without input_facts no load has put anything there: the tables are those of the team. -#}
    {%- if load_relation(source('raw', 'input_facts')) -%}
        {%- for table in ['leads', 'events', 'outcomes', 'identities', 'spend', 'erased_leads', 'input_files', 'input_facts'] -%}
            {%- do dropped.append(source('raw', 'input_facts').incorporate(path={'identifier': table})) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- call statement('start', auto_begin=true) -%} select 1 as one {%- endcall -%}
    {%- for relation in dropped -%}
        {%- set found = load_relation(relation) -%}
        {%- if found -%} {%- do adapter.drop_relation(found) -%} {%- endif -%}
    {%- endfor -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
