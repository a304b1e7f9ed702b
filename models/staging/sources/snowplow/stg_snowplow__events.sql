-- One row per event of Snowplow, page pings included: an event that arrived twice counts as it came first. What
-- contexts say lies in columns of the event, or in tables of their own.
{{ config(enabled=is_source('snowplow'), materialized='table') }}

{%- set contexts = {
    'web_page': ('page_id', json_value('page_json', ['id'])),
    'spiders_and_robots': ('is_listed_bot', json_value('iab_json', ['spider_or_robot', 'spiderOrRobot'])),
    'yauaa': ('agent_class', json_value('agent_json', ['agent_class', 'agentClass'])),
    'client_session': ('device_id', json_value('session_json', ['user_id', 'userId'])),
    'submit_form': ('form_name', json_value('form_json', ['form_id', 'formId'])),
    'link_click': ('link_url', json_value('link_json', ['target_url', 'targetUrl'])),
} %}

with

delivered as (

    {{ source_rows('snowplow', 'events') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by event_id
            order by collected_at asc nulls last, source_loaded_at asc nulls last, occurred_at asc nulls last,
                {{ text_order("coalesce(visitor_id, '')") }} desc
        ) as arrival_rank
    from delivered

),

-- A table of a context may have several rows of an event.
tables_of_contexts as (

    select
        event_id,
        {%- for entity, given in contexts.items() %}
        max(case when context = '{{ entity }}' then value end) as {{ given[0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        {% for entity in contexts %}
        select
            '{{ entity }}' as context,
            event_id,
            value
        from ({{ source_rows('snowplow', entity) }}) as {{ entity }}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as contexts
    group by event_id

),

events as (

    select
        ranked.event_id,
        ranked.kind,
        lower(coalesce(ranked.event_name, ranked.kind)) as event_name,
        ranked.platform,
        ranked.occurred_at,
        ranked.user_id,
        ranked.visitor_id,
        ranked.session_id,
        ranked.email,
        ranked.page_url,
        coalesce(ranked.page_path, {{ url_path('ranked.page_url') }}) as page_path,
        ranked.campaign,
        ranked.user_agent,
        ranked.se_category,
        ranked.se_action,
        ranked.se_label,
        {%- for entity, given in contexts.items() if entity != 'spiders_and_robots' %}
        coalesce({{ given[1] }}, tables_of_contexts.{{ given[0] }}) as {{ given[0] }},
        {%- endfor %}
        {{ read_boolean('coalesce(' ~ contexts.spiders_and_robots[1] ~ ', tables_of_contexts.is_listed_bot)') }}
            as is_listed_bot,
        ranked.source_loaded_at
    from ranked
    left join tables_of_contexts
        on ranked.event_id = tables_of_contexts.event_id
    where ranked.arrival_rank = 1

)

select * from events
