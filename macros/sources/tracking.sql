{#- What Segment and RudderStack have in common: their tables become users, events and leads alike. -#}

{#- One row per user_id: the latest traits, by the table of users, else by the last identify call. -#}
{% macro tracked_users(source_name) -%}
{%- set traits = columns_of_entity(source_name, 'users') | reject('in', ['user_id', 'email', 'signed_up_at', 'source_loaded_at'])
    | list -%}
{%- set of_groups = columns_of_entity(source_name, 'groups') | reject('in', ['user_id', 'source_loaded_at']) | list -%}
{%- set attributes = source_attributes(source_name) -%}
{%- do refuse_untracked(source_name) -%}
with

users as (

    {{ source_rows(source_name, 'users') }}

),

companies as (

    {{ source_rows(source_name, 'groups') }}

),

identifies as (

    select
        *,
        row_number() over (
            partition by user_id
            order by occurred_at desc nulls last, {{ text_order('event_id') }} desc
        ) as call_rank,
        row_number() over (
            partition by user_id
            order by case when email is null then 1 else 0 end asc, occurred_at desc nulls last, {{ text_order('event_id') }} desc
        ) as address_rank,
        min(occurred_at) over (partition by user_id) as first_seen_at
    from ({{ source_rows(source_name, 'identifies') }}) as calls
    where user_id is not null

),

known_ids as (

    select user_id from users
    where user_id is not null

    union distinct

    select user_id from identifies

),

described as (

    select
        known_ids.user_id,
        coalesce(users.email, addresses.email) as email,
        coalesce(users.signed_up_at, identifies.signed_up_at, identifies.first_seen_at, users.source_loaded_at) as created_at,
        {%- for column in traits %}
        {%- set place = quoted(column) %}
        coalesce(users.{{ place }}
            {{- ', identifies.' ~ place if column not in attributes }}
            {{- ', companies.' ~ place if column in of_groups }}
            {{- ', null' if column in attributes }}) as {{ place }},
        {%- endfor %}
        users.source_loaded_at
    from known_ids
    left join users
        on known_ids.user_id = users.user_id
    left join companies
        on known_ids.user_id = companies.user_id
    left join identifies
        on
            known_ids.user_id = identifies.user_id
            and identifies.call_rank = 1
    left join identifies as addresses
        on
            known_ids.user_id = addresses.user_id
            and addresses.address_rank = 1

)

select * from described
{%- endmacro %}

{#- Users in the shape of the contract's leads. Where a CRM has leads too, updated_at is left out, so that the CRM's record of a
    person is the primary one. -#}
{% macro tracked_leads(source_name) -%}
with

users as (

    select * from {{ ref('stg_' ~ source_name ~ '__users') }}

),

leads as (

    select
        user_id as lead_id,
        created_at,
        {{ 'cast(null as ' ~ dbt.type_timestamp() ~ ')' if has_crm() else 'source_loaded_at' }} as updated_at,
        email,
        first_name,
        last_name,
        phone,
        job_title,
        company_name,
        website,
        industry,
        employee_count,
        {%- for attribute in source_attributes(source_name) %}
        {{ quoted(attribute) }},
        {%- endfor %}
        country
    from users

)

select * from leads
{%- endmacro %}

{#- Calls in the shape of the contract's events. An address of a user is the latest one, whichever the call had; a user_id is
    the lead's id only where users are leads or the team says so. -#}
{% macro tracked_events(source_name) -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set calls = {
    'pages': {'event_type': "'page_view'", 'asset': 'coalesce(path, ' ~ url_path('url') ~ ')'},
    'screens': {'event_type': "'screen_view'", 'asset': 'name'},
    'tracks': {'event_type': mapped_event(source_name, {'event': 'event'}), 'is_mapped': true,
        'asset': "nullif(" ~ mapped_event(source_name, {'event': 'event'}, 'asset') ~ ", '')"},
    'identifies': {'event_type': "'identify'", 'asset': no_text, 'without': ['url', 'campaign']},
    'aliases': {'event_type': "'identify'", 'asset': no_text, 'without': ['email', 'url', 'campaign', 'user_agent']},
} -%}
with

users as (

    select * from {{ ref('stg_' ~ source_name ~ '__users') }}

),

{%- set assets = tracked_assets(source_name) %}

assets as (

    {{ assets }}

),

calls as (

    {% for entity, call in calls.items() %}
    select
        event_id,
        {{ call.event_type }} as mapped_type,
        {{ 'lower(event)' if entity == 'tracks' else call.event_type }} as usual_type,
        occurred_at,
        user_id,
        {%- for column in ['email', 'url', 'campaign', 'user_agent'] %}
        {{ no_text if column in call.get('without', []) else column }} as {{ column }},
        {%- endfor %}
        anonymous_id,
        channel,
        {{ call.asset }} as asset,
        {{ "'event'" if entity == 'tracks' else no_text }} as source_field,
        {{ 'lower(event)' if entity == 'tracks' else no_text }} as source_value,
        source_loaded_at
    from ({{ source_rows(source_name, entity) }}) as {{ entity }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

events as (

    select
        '{{ source_name }}:' || calls.event_id as event_id,
        coalesce(calls.mapped_type, calls.usual_type) as event_type,
        calls.occurred_at,
        {{ 'calls.user_id' if uses_user_ids(source_name) else no_text }} as lead_id,
        coalesce(
            users.email,
            case when {{ is_valid_email('lower(calls.user_id)') }} then calls.user_id end,
            calls.email
        ) as email,
        '{{ source_name }}:' || calls.anonymous_id as anonymous_id,
        calls.channel,
        coalesce(calls.asset, assets.asset) as asset,
        calls.campaign,
        calls.url,
        calls.user_agent,
        calls.source_loaded_at as loaded_at,
        calls.source_field,
        calls.source_value,
        calls.mapped_type is not null as is_mapped
    from calls
    left join users
        on calls.user_id = users.user_id
    left join assets
        on calls.event_id = assets.event_id
    where
        coalesce(calls.mapped_type, calls.usual_type) <> ''
        and coalesce(calls.user_id, calls.anonymous_id, calls.email) is not null

)

select * from events
{%- endmacro %}

{#- True where a user_id of a source is a lead_id. -#}
{% macro uses_user_ids(source_name) -%}
    {%- set said = connections_of(source_name) | selectattr('user_id_is_lead_id', 'defined')
        | map(attribute='user_id_is_lead_id') | list -%}
    {{ return(('leads' in source_facts()[source_name]['fills'] and brings_leads(source_name)) or (said != [] and said[0])) }}
{%- endmacro %}
