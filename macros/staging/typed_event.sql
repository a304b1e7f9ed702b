{#- The columns of an event that are counted, from rows with the text columns of the contract and their times read: who
    and which event as numbers, and what was done. Url and value are there for event types whose conditions ask for
    them. -#}
{% macro typed_event() -%}
    {%- set asked = asked_event_fields() -%}
    case when event_id is not null then {{ hash_key(['event_id']) }} end as event_key,
    {{ hash_key(['lead_id', 'lower(email)', 'anonymous_id']) }} as visitor_key,
    case
        when lower(event_type) in ({{ burst_event_types() }})
            then {{ hash_key(['coalesce(lead_id, lower(email), anonymous_id)']) }}
    end as named_key,
    lower(event_type) as event_type,
    asset,
    {%- for field in event_fields() %}
    {%- set value = plain_number('(' ~ read_number('value') ~ ')') if field == 'value' else field %}
    {%- if field in attributed_event_fields() %}
    {{ field }},
    {%- elif field in asked %}
    case when lower(event_type) in ({{ asked[field] | join(', ') }}) then {{ value }} end as {{ field }},
    {%- else %}
    cast(null as {{ dbt.type_string() }}) as {{ field }},
    {%- endif %}
    {%- endfor %}
    user_agent,
    coalesce({{ read_boolean('is_machine') }}, false) as is_machine,
    anonymous_id is not null and coalesce(lead_id, email) is not null as is_tie,
    occurred_at,
    occurred_on,
    arrival_batch
{%- endmacro %}

{#- The names of these columns, but for the last. -#}
{% macro typed_event_columns() -%}
    {{ return(
        ['event_key', 'visitor_key', 'named_key', 'event_type', 'asset'] + event_fields()
        + ['user_agent', 'is_machine', 'is_tie', 'occurred_at', 'occurred_on']
    ) }}
{%- endmacro %}
