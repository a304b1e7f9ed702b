{#- Segment and RudderStack, whose tables have the same names. A trait may be a column of its own name, or one with traits_ or
    context_traits_ before it. -#}
{% macro tracking_tables() -%}
    {%- set traits = [
        'email: text property:email',
        'first_name: text property:first_name property:firstname',
        'last_name: text property:last_name property:lastname',
        'phone: text property:phone',
        'job_title: text property:title property:job_title',
        'company_name: text property:company_name property:company property:company_name',
        'website: text property:website',
        'industry: text property:industry',
        'employee_count: text property:employees property:company_employees',
        'country: text property:country property:address_country',
        'signed_up_at: time property:created_at property:createdat',
    ] -%}
    {%- set message = [
        'event_id: text id',
        'anonymous_id: shared_id anonymous_id',
        'user_id: shared_id user_id',
        'occurred_at: time timestamp original_timestamp',
        'channel: channel',
    ] -%}
    {%- set context = [
        'email: text email context_traits_email',
        'path: text path context_page_path',
        'url: text url context_page_url',
        'campaign: text context_campaign_name',
        'user_agent: text context_user_agent',
    ] -%}
    {{ return({
        'identifies': {
            'tables': ['identifies'], 'is_optional': true, 'required': ['event_id', 'occurred_at'],
            'columns': named_columns(message + traits + ['user_agent: text context_user_agent']),
        },
        'users': {
            'tables': ['users'], 'is_optional': true, 'latest_by': ['user_id'], 'required': ['user_id'],
            'columns': named_columns(['user_id: shared_id id user_id'] + traits),
        },
        'groups': {
            'tables': ['groups'], 'is_optional': true, 'latest_by': ['user_id'],
            'columns': named_columns([
                'user_id: shared_id user_id',
                'company_name: text property:name',
                'website: text property:website',
                'industry: text property:industry',
                'employee_count: text property:employees',
            ]),
        },
        'aliases': {
            'tables': ['aliases'], 'is_optional': true, 'required': ['event_id', 'occurred_at'],
            'columns': named_columns([
                'event_id: text id', 'anonymous_id: shared_id previous_id', 'user_id: shared_id user_id',
                'occurred_at: time timestamp original_timestamp', 'channel: channel',
            ]),
        },
        'pages': {
            'tables': ['pages'], 'is_optional': true, 'required': ['event_id', 'occurred_at'],
            'columns': named_columns(message + context),
        },
        'screens': {
            'tables': ['screens'], 'is_optional': true, 'required': ['event_id', 'occurred_at'],
            'columns': named_columns(message + context + ['name: text name']),
        },
        'tracks': {
            'tables': ['tracks'], 'is_optional': true, 'required': ['event_id', 'occurred_at', 'event'],
            'columns': named_columns(message + context + ['event: text event']),
        },
    }) }}
{%- endmacro %}
