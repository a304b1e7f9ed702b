-- One row per activity of Marketo that is a thing somebody did, or a mail that came back, with the program it belongs
-- to and what event_map.csv says of it.
{{ config(enabled=is_source('marketo')) }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{%- set kinds = {
    'open_email': 'email_open', 'click_email': 'email_click', 'unsubscribe_email': 'email_unsubscribe',
    'email_bounced': 'email_bounce', 'email_bounced_soft': 'email_soft_bounce', 'fill_out_form': 'form_submit',
    'visit_webpage': 'page_view', 'click_link': none, 'change_status_in_progression': none,
} %}
{%- set texts = ['user_agent', 'query_parameters', 'referrer_url', 'page_url', 'link', 'program_id', 'status'] %}

with

campaigns as (

    {{ source_rows('marketo', 'campaign') }}

),

programs as (

    {{ source_rows('marketo', 'program') }}

),

activities as (

    {% for kind, usual_type in kinds.items() %}
    {%- set columns = columns_of_entity('marketo', 'activity_' ~ kind) %}
    select
        activity_id,
        record_id,
        occurred_at,
        name,
        campaign_id,
        '{{ kind }}' as kind,
        {{ "'" ~ usual_type ~ "'" if usual_type else no_text }} as usual_type,
        {%- for column in texts %}
        {{ column if column in columns else no_text }} as {{ column }},
        {%- endfor %}
        {{ 'is_bot' if 'is_bot' in columns else 'cast(null as ' ~ dbt.type_boolean() ~ ')' }} as is_bot,
        {{ 'is_success' if 'is_success' in columns else 'cast(null as ' ~ dbt.type_boolean() ~ ')' }} as is_success,
        source_loaded_at
    from ({{ source_rows('marketo', 'activity_' ~ kind) }}) as {{ kind }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

described as (

    select
        activities.activity_id,
        activities.record_id,
        activities.occurred_at,
        activities.kind,
        activities.usual_type,
        activities.name,
        activities.user_agent,
        activities.is_bot,
        activities.source_loaded_at,
        coalesce(activities.page_url, activities.referrer_url) as url,
        case when activities.kind = 'click_link' then activities.name else activities.link end as link_url,
        coalesce(own_programs.program_name, programs.program_name, campaigns.campaign_name) as program_name,
        {{ url_parameter("'?' || activities.query_parameters", 'utm_campaign') }} as utm_campaign,
        case when activities.kind = 'fill_out_form' then activities.name end as form_name,
        case when activities.kind = 'fill_out_form' then {{ page_path('activities.referrer_url') }} end as page_path,
        case when activities.kind = 'change_status_in_progression'
            then own_programs.program_channel || ': ' || activities.status end as program_status,
        case when activities.is_success then own_programs.program_channel end as program_success,
        coalesce({{ page_path('activities.page_url') }}, {{ page_path('activities.name') }}) as visited_path
    from activities
    left join campaigns
        on activities.campaign_id = campaigns.campaign_id
    left join programs
        on campaigns.program_id = programs.program_id
    left join programs as own_programs
        on activities.program_id = own_programs.program_id

),

{%- set fields = {'form_name': 'form_name', 'page_path': 'page_path', 'program_status': 'program_status',
    'program_success': 'program_success', 'link_url': "case when kind = 'click_link' then link_url end"} %}

mapped as (

    select
        *,
        {{ mapped_event('marketo', fields) }} as mapped_type,
        {{ mapped_event('marketo', fields, 'asset') }} as mapped_asset
    from described

)

select * from mapped
