{#- Hook at the start of a run: tables kept between runs that an earlier release built without a column of today's are
    dropped, and this run computes their rows again; another code version makes it score all days anyway. The history
    of leads cannot be computed again, and stays. Stops if the run would not build all that has to be built again. -#}
{% macro drop_other_shapes() -%}
    {%- set kept = lead_scoring.kept_tables() if execute else [] -%}
    {%- set others, ids = [], [] -%}
    {%- for node in kept -%}
        {%- set relation = load_relation(api.Relation.create(
            database=node.database, schema=node.schema, identifier=node.alias)) -%}
        {%- set found = column_names(relation) -%}
        {%- if relation and node.columns | map('lower') | reject('in', found) | list -%}
            {%- do others.append(relation) -%}
            {%- do ids.append(node.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if others and kept | map(attribute='unique_id') | reject('in', selected_resources) | list == [] -%}
        {%- do log('An earlier version built ' ~ others | map(attribute='identifier') | join(', ')
            ~ ' with other columns: scores are computed again from scratch, the history of leads is kept', info=true) -%}
        {%- call statement('start', auto_begin=true) -%} select 1 as one {%- endcall -%}
        {%- for relation in others -%} {%- do adapter.drop_relation(relation) -%} {%- endfor -%}
        {%- do adapter.commit() -%}
    {%- elif others -%}
        {{ lead_scoring.refuse_readers_of(ids, others[0]) }}
    {%- endif -%}
{%- endmacro %}

{#- The tables that only grow from run to run and can be computed again. -#}
{% macro kept_tables() -%}
    {%- set kept = [] -%}
    {%- for node in graph.nodes.values()
        if node.package_name == 'lead_scoring' and node.config.materialized == 'incremental'
        and node.name != 'int_snapshot_versions' -%}
        {%- do kept.append(node) -%}
    {%- endfor -%}
    {{ return(kept) }}
{%- endmacro %}

{#- Stops a run that writes or reads one of these models; others, such as the checks of a rulebook, may go on. -#}
{% macro refuse_readers_of(ids, relation) -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.unique_id in selected_resources -%}
        {%- if node.unique_id in ids or node.depends_on.nodes | select('in', ids) | list -%}
            {{ exceptions.raise_compiler_error(
                relation ~ ' was built by an earlier version with other columns, and the selection of this run leaves out'
                ~ ' models that have to be built again with it: run dbt build, or make build, once without a selection') }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
