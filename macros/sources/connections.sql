{#- What can be said of a connection in var sources. -#}
{% macro connection_settings() -%}
    {{ return(['assets', 'attributes', 'channel', 'client_id_attribute', 'columns', 'database', 'heartbeat_seconds', 'lead_id_metadata', 'leads', 'loaded_at', 'models',
        'name', 'own_users', 'schema', 'tables', 'user_id_is_lead_id']) }}
{%- endmacro %}

{#- The sources that var sources names, in its order. -#}
{% macro sources_in_use() -%}
    {%- set given = var('sources', none) or {} -%}
    {%- if given is not mapping -%}
        {{ refuse_source('the var is ' ~ given ~ '; write it as {hubspot: {schema: hubspot}}') }}
    {%- endif -%}
    {%- for name in given if name not in known_sources() -%}
        {{ refuse_source(name ~ ' is no source that lead scoring knows' ~ closest(name, known_sources())) }}
    {%- endfor -%}
    {{ return(given.keys() | list) }}
{%- endmacro %}

{#- True where var sources names the source. -#}
{% macro is_source(name) -%} {{ return(name in sources_in_use()) }} {%- endmacro %}

{% macro refuse_source(problem) -%}
    {{ exceptions.raise_compiler_error('sources: ' ~ problem ~ ('' if problem[-1:] == '?' else '.')) }}
{%- endmacro %}

{#- The connections of a source with what var sources says of each. The ids of the first are as the source has them, so that
    the CRM knows the lead_id; those of the others begin with the connection's name (id_prefix), as two portals number
    their records alike. Adding a connection changes no id of those before it. -#}
{% macro connections_of(source_name) -%}
    {%- set given = (var('sources', none) or {}).get(source_name) or {} -%}
    {%- set connections, names = [], [] -%}
    {%- for settings in ([given] if given is mapping or given is string else given) -%}
        {%- set settings = settings or {} -%}
        {%- if settings is not mapping -%}
            {{ refuse_source(source_name ~ ' is ' ~ settings ~ '; write a connection as {schema: ' ~ source_name ~ '}') }}
        {%- endif -%}
        {%- for key in settings if key not in connection_settings() -%}
            {{ refuse_source(key ~ ' of ' ~ source_name ~ ' is no setting' ~ closest(key, connection_settings())) }}
        {%- endfor -%}
        {%- set name = settings.get('name') or settings.get('schema') or source_name -%}
        {%- if name in names -%}
            {{ refuse_source('two connections of ' ~ source_name ~ ' are called ' ~ name
                ~ '; give one of them another name, such as {schema: ' ~ name ~ ', name: ' ~ name ~ '_2}') }}
        {%- endif -%}
        {%- do names.append(name) -%}
        {%- do connections.append(dict(settings, name=name, id_prefix='' if loop.first else name ~ ':')) -%}
    {%- endfor -%}
    {{ return(connections) }}
{%- endmacro %}

{#- The columns beyond the contract's that the connections of a source bring along as attributes of leads (attributes). -#}
{% macro source_attributes(source_name) -%}
    {%- set names = [] -%}
    {%- for connection in connections_of(source_name) -%}
        {%- for name in connection.get('attributes') or {} -%}
            {%- do check_target('leads', name, 'attributes') -%}
            {%- do names.append(plain_name(name)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(names | unique | list) }}
{%- endmacro %}

{#- True where the people of a source that is no CRM are leads of their own: where it says so (leads: true), else where
    nothing else brings leads. -#}
{% macro brings_leads(source_name) -%}
    {%- set said = connections_of(source_name) | selectattr('leads', 'defined') | map(attribute='leads') | list -%}
    {%- if source_name in crm_sources() -%} {{ return(true) }} {%- endif -%}
    {{ return(said[0] if said else not has_crm()) }}
{%- endmacro %}

{#- True where leads come from a CRM: one of the sources, or a table or model that the team names. -#}
{% macro has_crm() -%}
    {%- set named = (var('mapping', none) or {}).get('leads') or (var('raw_models', none) or {}).get('leads') -%}
    {{ return(named is not none or sources_in_use() | select('in', crm_sources()) | list != []) }}
{%- endmacro %}

{#- The parts that the sources in use add to a table of the contract, in the form of a mapping: each is a model. -#}
{% macro source_parts(table) -%}
    {%- set parts = [] -%}
    {%- for name in sources_in_use() if table in source_facts()[name]['fills'] and (table != 'leads' or brings_leads(name)) -%}
        {%- set columns = {} -%}
        {%- for attribute in (source_attributes(name) if table == 'leads' else []) -%}
            {%- do columns.update({attribute: attribute}) -%}
        {%- endfor -%}
        {%- do parts.append({'model': name ~ '_' ~ table, 'columns': columns}) -%}
    {%- endfor -%}
    {{ return(parts) }}
{%- endmacro %}

{#- The keys of a customer's metadata that hold the lead_id of the CRM. -#}
{% macro metadata_keys(source_name) -%}
    {%- set keys = [] -%}
    {%- for connection in connections_of(source_name) -%} {%- do keys.extend(connection.get('lead_id_metadata') or []) -%} {%- endfor -%}
    {{ return((keys or ['hubspot_id', 'hubspot_contact_id', 'salesforce_contact_id', 'salesforce_id']) | unique | list) }}
{%- endmacro %}
