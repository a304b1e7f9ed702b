{#- What is read of each source: by entity the names that loaders give its table, and by column the names that they give it.
    A new spelling is a name in these lists. -#}
{% macro source_tables(source_name) -%}
    {%- if source_name == 'hubspot' -%} {{ return(hubspot_tables()) }} {%- endif -%}
    {%- if source_name == 'salesforce' -%} {{ return(salesforce_tables()) }} {%- endif -%}
    {%- if source_name == 'marketo' -%} {{ return(marketo_tables()) }} {%- endif -%}
    {%- if source_name == 'stripe' -%} {{ return(stripe_tables()) }} {%- endif -%}
    {%- if source_name == 'ga4' -%} {{ return(ga4_tables()) }} {%- endif -%}
    {%- if source_name == 'snowplow' -%} {{ return(snowplow_tables()) }} {%- endif -%}
    {{ return(tracking_tables()) }}
{%- endmacro %}

{#- How loaders spell a property of a record, with * for its name: Fivetran, Airbyte, Singer and Stitch, dlt. -#}
{% macro source_spellings(source_name) -%}
    {{ return({
        'hubspot': ['property_*', 'properties_*', 'properties__*__value', '*'],
        'segment': ['*', 'traits_*', 'context_traits_*'],
        'rudderstack': ['*', 'traits_*', 'context_traits_*'],
    }.get(source_name, ['*'])) }}
{%- endmacro %}

{#- The entities of a source that hold people, whose further columns may become attributes. -#}
{% macro people_of(source_name) -%}
    {{ return({'hubspot': ['contact'], 'salesforce': ['lead', 'contact'], 'marketo': ['lead'], 'segment': ['users'],
        'rudderstack': ['users']}.get(source_name, [])) }}
{%- endmacro %}

{#- A table of names in short: 'column: type name name ...' becomes {column: {type, names}}. The types are text,
    time, number, boolean, id (with the prefix of its connection) and shared_id (with it only where a connection has users of its
    own); prefix and channel are constants of the connection. -#}
{% macro named_columns(lines) -%}
    {%- set columns = {} -%}
    {%- for line in lines -%}
        {%- set name, rest = line.split(': ')[0], line.split(': ')[1].split(' ') -%}
        {%- do columns.update({name: {'type': rest[0], 'names': rest[1:]}}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
