{#- The sources that the project knows, and all that is said of each in one place, but for its tables:
    fills      the tables of the contract that it has a model for
    is_crm     it keeps people: its record of a person is the one to act on and to write back to
    people     its entities that hold people, whose further columns may become attributes
    spellings  how loaders spell a property of a record, with * for its name (Fivetran, Airbyte, Singer and Stitch, dlt)
    mapped     models with a column is_mapped, where values may stand that no map knows, and SQL of the field and the value -#}
{% macro source_facts() -%}
    {%- set own_traits = ['*', 'traits_*', 'context_traits_*'] -%}
    {{ return({
        'hubspot': {
            'fills': ['leads', 'events', 'outcomes', 'identities'],
            'is_crm': true,
            'people': ['contact'],
            'spellings': ['property_*', 'properties_*', 'properties__*__value', '*'],
            'mapped': [
                ('hubspot_events', 'source_field', 'source_value'),
                ('stg_hubspot__status_changes', 'field', 'value'),
                ('stg_hubspot__deals', "'deal_stage'", 'stage'),
            ],
        },
        'segment': {
            'fills': ['leads', 'events'],
            'people': ['users'],
            'spellings': own_traits,
            'mapped': [('segment_events', 'source_field', 'source_value')],
        },
        'rudderstack': {
            'fills': ['leads', 'events'],
            'people': ['users'],
            'spellings': own_traits,
            'mapped': [('rudderstack_events', 'source_field', 'source_value')],
        },
        'stripe': {'fills': ['events', 'outcomes']},
        'salesforce': {
            'fills': ['leads', 'events', 'outcomes'],
            'is_crm': true,
            'people': ['lead', 'contact'],
            'mapped': [
                ('salesforce_events', 'source_field', 'source_value'),
                ('stg_salesforce__status_changes', 'field', 'value'),
            ],
        },
        'marketo': {
            'fills': ['leads', 'events', 'outcomes', 'identities'],
            'is_crm': true,
            'people': ['lead'],
            'mapped': [
                ('marketo_events', 'source_field', 'source_value'),
                ('stg_marketo__status_changes', 'field', 'value'),
            ],
        },
        'ga4': {
            'fills': ['events', 'identities'] if client_id_attribute() else ['events'],
            'mapped': [('ga4_events', 'source_field', 'source_value')],
        },
        'snowplow': {'fills': ['events'], 'mapped': [('snowplow_events', 'source_field', 'source_value')]},
    }) }}
{%- endmacro %}

{#- What is read of each source: by entity the names that loaders give its table, and by column the names that they give it.
    A new spelling is a name in these lists. -#}
{% macro source_tables(source_name) -%}
    {%- if source_name == 'hubspot' -%} {{ return(hubspot_tables()) }} {%- endif -%}
    {%- if source_name == 'salesforce' -%} {{ return(salesforce_tables()) }} {%- endif -%}
    {%- if source_name == 'marketo' -%} {{ return(marketo_tables()) }} {%- endif -%}
    {%- if source_name == 'stripe' -%} {{ return(stripe_tables()) }} {%- endif -%}
    {%- if source_name == 'ga4' -%} {{ return(ga4_tables()) }} {%- endif -%}
    {%- if source_name == 'snowplow' -%} {{ return(snowplow_tables()) }} {%- endif -%}
    {%- if source_name in ['segment', 'rudderstack'] -%} {{ return(tracking_tables()) }} {%- endif -%}
    {{ exceptions.raise_compiler_error('source_tables does not say what is read of ' ~ source_name
        ~ '; name its list of tables there (macros/sources/known_sources.sql)') }}
{%- endmacro %}

{% macro known_sources() -%} {{ return(source_facts().keys() | list) }} {%- endmacro %}

{% macro crm_sources() -%}
    {%- set names = [] -%}
    {%- for name, facts in source_facts().items() if facts.get('is_crm') -%} {%- do names.append(name) -%} {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro source_spellings(source_name) -%} {{ return(source_facts()[source_name].get('spellings', ['*'])) }} {%- endmacro %}

{% macro people_of(source_name) -%} {{ return(source_facts()[source_name].get('people', [])) }} {%- endmacro %}

{% macro mapped_values(source_name) -%} {{ return(source_facts()[source_name].get('mapped', [])) }} {%- endmacro %}
