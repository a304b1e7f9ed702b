{#- What makes the kind of an event: what was done, to what, and the fields that hits are counted apart by; as SQL on rows
    with the text columns of the contract. Url and value are there for event types whose conditions ask for them. -#}
{% macro event_kind() -%}
    {%- set asked = asked_event_fields() -%}
    {%- set kind = {'event_type': 'lower(event_type)', 'asset': 'asset'} -%}
    {%- for field in event_fields() -%}
        {%- set value = plain_number('(' ~ read_number('value') ~ ')') if field == 'value' else field -%}
        {%- if field in attributed_event_fields() -%}
            {%- do kind.update({field: field}) -%}
        {%- elif field in asked -%}
            {%- do kind.update({field: 'case when lower(event_type) in (' ~ asked[field] | join(', ') ~ ') then '
                ~ value ~ ' end'}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(kind) }}
{%- endmacro %}

{#- The columns of stg_event_kinds beside its key. -#}
{% macro event_kind_columns() -%}
    {{ return(['event_type', 'asset'] + event_fields()) }}
{%- endmacro %}

{#- The columns of an event that are counted, from rows with the text columns of the contract and their times read: who,
    which event and what was done as numbers. -#}
{% macro typed_event() -%}
    case when event_id is not null then {{ hash_key(['event_id']) }} end as event_key,
    {{ hash_key(['lead_id', 'lower(email)', 'anonymous_id']) }} as visitor_key,
    case
        when lower(event_type) in ({{ burst_event_types() }})
            then {{ hash_key(['coalesce(lead_id, lower(email), anonymous_id)']) }}
    end as named_key,
    {{ hash_key(event_kind().values() | list) }} as kind_key,
    user_agent,
    coalesce({{ read_boolean('is_machine') }}, false) as is_machine,
    anonymous_id is not null and coalesce(lead_id, email) is not null as is_tie,
    occurred_at,
    occurred_on,
    arrival_batch
{%- endmacro %}

{#- The names of these columns, but for the last. -#}
{% macro typed_event_columns() -%}
    {{ return([
        'event_key', 'visitor_key', 'named_key', 'kind_key', 'user_agent', 'is_machine', 'is_tie', 'occurred_at', 'occurred_on'
    ]) }}
{%- endmacro %}
