{#- Marketo. A table of activities has the name of Fivetran, of Airbyte and Stitch, or the number of Lakeflow. Airbyte keeps
    marketoGUID in place of an id. -#}
{% macro marketo_tables() -%}
    {%- set activity = [
        'activity_id: id id marketoguid marketo_guid',
        'record_id: id lead_id',
        'occurred_at: time activity_date',
        'name: text primary_attribute_value',
        'campaign_id: id campaign_id',
    ] -%}
    {%- set of_mail = ['user_agent: text user_agent', 'is_bot: boolean is_bot_activity'] -%}
    {%- set of_page = ['user_agent: text user_agent', 'query_parameters: text query_parameters',
        'referrer_url: text referrer_url'] -%}
    {%- set tables = {
        'lead': {
            'tables': ['lead', 'leads'], 'required': ['record_id'], 'latest_by': ['record_id'],
            'columns': named_columns([
                'record_id: id id',
                'created_at: time created_at',
                'updated_at: time updated_at',
                'email: text email',
                'first_name: text first_name',
                'last_name: text last_name',
                'phone: text phone mobile_phone',
                'job_title: text title',
                'company_name: text company',
                'website: text website',
                'industry: text industry',
                'employee_count: text number_of_employees',
                'annual_revenue: text annual_revenue',
                'country: text country',
                'region: text state',
                'lead_source: text lead_source',
                'has_unsubscribed: boolean unsubscribed',
                'is_suspended: boolean marketing_suspended',
                'sfdc_lead_id: text sfdc_lead_id',
                'sfdc_contact_id: text sfdc_contact_id',
                'is_deleted: boolean _fivetran_deleted',
            ]),
        },
        'merged_lead': {
            'tables': ['merged_lead'], 'is_optional': true,
            'columns': named_columns(['loser_id: id merged_lead', 'winner_id: id into_lead']),
        },
        'campaign': {
            'tables': ['campaign', 'campaigns'], 'is_optional': true, 'latest_by': ['campaign_id'],
            'columns': named_columns(['campaign_id: id id', 'campaign_name: text name', 'program_id: id program_id']),
        },
        'program': {
            'tables': ['program', 'programs'], 'is_optional': true, 'latest_by': ['program_id'],
            'columns': named_columns(['program_id: id id', 'program_name: text name', 'program_channel: text channel']),
        },
        'opportunity': {
            'tables': ['opportunity', 'opportunities'], 'is_optional': true, 'latest_by': ['opportunity_id'],
            'columns': named_columns([
                'opportunity_id: id external_opportunity_id id marketoguid',
                'created_at: time external_created_date created_at',
                'closed_at: time close_date',
                'amount: text amount',
                'currency: text currency_code',
                'is_won: boolean is_won',
                'is_closed: boolean is_closed',
            ]),
        },
        'opportunity_role': {
            'tables': ['opportunity_role', 'opportunity_roles'], 'is_optional': true,
            'latest_by': ['opportunity_id', 'record_id'],
            'columns': named_columns([
                'opportunity_id: id external_opportunity_id opportunity_id', 'record_id: id lead_id',
                'is_primary: boolean is_primary',
            ]),
        },
    } -%}
    {%- for name, number, further in [
        ('open_email', 10, of_mail),
        ('click_email', 11, of_mail + ['link: text link']),
        ('unsubscribe_email', 9, of_mail),
        ('email_bounced', 8, []),
        ('email_bounced_soft', 27, []),
        ('fill_out_form', 2, of_page),
        ('visit_webpage', 1, of_page + ['page_url: text webpage_url']),
        ('click_link', 3, of_page),
        ('change_status_in_progression', 104, [
            'program_id: id primary_attribute_value_id', 'status: text new_status', 'is_success: boolean success',
        ]),
        ('change_data_value', 13, ['value: text new_value']),
        ('merge_leads', 32, ['id_prefix: prefix', 'merged_ids: text merge_ids']),
        ('delete_lead', 37, []),
    ] -%}
        {%- do tables.update({'activity_' ~ name: {
            'tables': ['activity_' ~ name, 'activities_' ~ name, 'activity_' ~ number], 'is_optional': true,
            'columns': named_columns(activity + further),
        }}) -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro %}
