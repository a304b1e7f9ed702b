{#- Text that changes when a stored score may no longer be what this project would compute: the code of its
    models and macros, the rulebook (of the scorecard in force by default), and the vars that scores depend on. -#}
{% macro scoring_version(rulebook_version=none) -%}
    {{ return(local_md5([
        code_version(), rulebook_version or scorecards()[0].rulebook_version, custom_attributes(),
        var('identity_rounds'), var('max_companies_per_address'), var('max_names_per_address'),
        var('max_people_per_anonymous_id'), rulebook_lines('shared_addresses'), lists_version(),
    ] | tojson)) }}
{%- endmacro %}

{#- The same for the rollup of events, which no rule enters but the lists of machines, and which fields of events the
    rules look at. -#}
{% macro intake_version() -%}
    {{ return(local_md5([
        code_version(), machine_files_version(), lists_version(), rulebook_lines('null_words'), var('mapping', none),
        var('raw_events_loaded_at', none),
        asked_event_fields(),
    ] | tojson)) }}
{%- endmacro %}

{#- Which lists of seeds/lists, with which exceptions. Their checksums stand for their rows, which are many. -#}
{% macro lists_version() -%}
    {{ return(short_hash((rulebook_lines('list_versions') + rulebook_lines('list_exceptions')) | map('last') | list)) }}
{%- endmacro %}

{#- A hash of the models up to the scores, and of the macros. Reports and marts may change without it, and so may the
    models that compare scorecards, which are there only if there are several. -#}
{% macro code_version() -%}
    {%- set parts = [] -%}
    {%- for node in (graph.nodes.values() if execute else [])
        if node.package_name == 'lead_scoring' and node.resource_type in ['model', 'snapshot']
        and not node.path.startswith(('marts', 'intermediate/comparison')) -%}
        {%- do parts.append(node.name ~ ' ' ~ node.checksum.checksum) -%}
    {%- endfor -%}
    {%- for name, macro in context['lead_scoring'].items() -%}
        {%- do parts.append(name ~ ' ' ~ macro.macro.macro_sql) -%}
    {%- endfor -%}
    {{ return(local_md5(parts | sort | join('\n'))) }}
{%- endmacro %}
