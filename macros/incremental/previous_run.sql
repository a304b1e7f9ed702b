{#- A table as the last run left it: a model that decides what to do reads what a later model of the same
    run will record, which ref() cannot say without a cycle. None before the first run, and where the last
    one was of a release whose table lacks a column that is documented now. Before there were scorecards there was one. -#}
{% macro previous_run(model) -%}
    {%- for node in (graph.nodes.values() if execute else [])
        if node.name == model and node.package_name == 'lead_scoring' -%}
        {%- set relation = api.Relation.create(
            database=node.database, schema=node.schema, identifier=node.alias) -%}
        {%- set is_own = relation.schema == this.schema and relation.identifier == this.identifier -%}
        {%- set relation = readable_previous_self() if is_own else load_relation(relation) -%}
        {%- set found = column_names(relation) -%}
        {%- set missing = node.columns | list | reject('in', found) | list -%}
        {%- if relation and missing == ['scorecard'] -%}
            {{ return("(select recorded.*, 'default' as scorecard from " ~ relation ~ ' as recorded)') }}
        {%- endif -%}
        {{ return(relation if missing == [] else none) }}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}
