{#- Salesforce. A custom field ends in _c, or in __c as the API has it. -#}
{% macro salesforce_tables() -%}
    {%- set person = [
        'person_id: id id',
        'is_deleted: boolean is_deleted',
        'created_at: time created_date',
        'updated_at: time last_modified_date system_modstamp',
        'email: text email',
        'first_name: text first_name',
        'last_name: text last_name',
        'phone: text phone mobile_phone',
        'job_title: text title',
        'lead_source: text lead_source',
        'has_opted_out: boolean has_opted_out_of_email',
        'owner_id: id owner_id',
        'master_record_id: id master_record_id',
        'bounced_at: time email_bounced_date',
    ] -%}
    {{ return({
        'lead': {
            'tables': ['lead', 'leads'], 'required': ['person_id'], 'latest_by': ['person_id'],
            'columns': named_columns(person + [
                'company_name: text company',
                'website: text website',
                'industry: text industry',
                'employee_count: text number_of_employees',
                'annual_revenue: text annual_revenue',
                'country: text country country_code',
                'region: text state state_code',
                'is_converted: boolean is_converted',
                'converted_at: time converted_date',
                'converted_contact_id: id converted_contact_id',
                'converted_opportunity_id: id converted_opportunity_id',
            ]),
        },
        'contact': {
            'tables': ['contact', 'contacts'], 'is_optional': true, 'required': ['person_id'], 'latest_by': ['person_id'],
            'columns': named_columns(person + [
                'account_id: id account_id',
                'country: text mailing_country mailing_country_code',
                'region: text mailing_state mailing_state_code',
                'is_person_account: boolean is_person_account',
            ]),
        },
        'account': {
            'tables': ['account', 'accounts'], 'is_optional': true, 'latest_by': ['account_id'],
            'columns': named_columns([
                'account_id: id id',
                'company_name: text name',
                'website: text website',
                'industry: text industry',
                'employee_count: text number_of_employees',
                'annual_revenue: text annual_revenue',
                'country: text billing_country billing_country_code',
                'region: text billing_state billing_state_code',
            ]),
        },
        'opportunity': {
            'tables': ['opportunity', 'opportunities'], 'is_optional': true, 'required': ['opportunity_id'],
            'latest_by': ['opportunity_id'],
            'columns': named_columns([
                'opportunity_id: id id',
                'account_id: id account_id',
                'contact_id: id contact_id',
                'stage: text stage_name',
                'is_won: boolean is_won',
                'is_closed: boolean is_closed',
                'created_at: time created_date',
                'close_date: time close_date',
                'amount: text amount',
                'currency: text currency_iso_code',
                'lost_reason: text loss_reason_c loss_reason__c closed_lost_reason_c closed_lost_reason__c',
                'is_deleted: boolean is_deleted',
            ]),
        },
        'opportunity_contact_role': {
            'tables': ['opportunity_contact_role', 'opportunity_contact_roles'], 'is_optional': true,
            'latest_by': ['opportunity_id', 'contact_id'],
            'columns': named_columns([
                'opportunity_id: id opportunity_id',
                'contact_id: id contact_id',
                'is_primary: boolean is_primary',
                'is_deleted: boolean is_deleted',
            ]),
        },
        'opportunity_history': {
            'tables': ['opportunity_history'], 'is_optional': true, 'keeps_versions': true,
            'columns': named_columns([
                'opportunity_id: id opportunity_id', 'stage: text stage_name', 'entered_at: time created_date',
            ]),
        },
        'campaign_member': {
            'tables': ['campaign_member', 'campaign_members'], 'is_optional': true, 'latest_by': ['member_id'],
            'columns': named_columns([
                'member_id: id id',
                'campaign_id: id campaign_id',
                'contact_id: id contact_id',
                'lead_id: id lead_id',
                'person_id: id lead_or_contact_id',
                'status: text status',
                'has_responded: boolean has_responded',
                'responded_at: time first_responded_date',
                'created_at: time created_date',
                'is_deleted: boolean is_deleted',
            ]),
        },
        'campaign': {
            'tables': ['campaign', 'campaigns'], 'is_optional': true, 'latest_by': ['campaign_id'],
            'columns': named_columns(['campaign_id: id id', 'campaign_name: text name', 'campaign_type: text type']),
        },
        'task': {
            'tables': ['task', 'tasks'], 'is_optional': true, 'latest_by': ['activity_id'],
            'columns': named_columns([
                'activity_id: id id',
                'person_id: id who_id',
                'kind: text task_subtype type',
                'disposition: text call_disposition',
                'occurred_at: time completed_date_time activity_date created_date',
                'is_closed: boolean is_closed',
                'is_deleted: boolean is_deleted',
            ]),
        },
        'task_relation': {
            'tables': ['task_relation'], 'is_optional': true, 'latest_by': ['activity_id', 'person_id'],
            'columns': named_columns([
                'activity_id: id task_id', 'person_id: id relation_id', 'is_deleted: boolean is_deleted',
            ]),
        },
        'event': {
            'tables': ['event', 'events'], 'is_optional': true, 'latest_by': ['activity_id'],
            'columns': named_columns([
                'activity_id: id id',
                'person_id: id who_id',
                'kind: text event_subtype type',
                'occurred_at: time start_date_time activity_date_time activity_date',
                'is_child: boolean is_child',
                'is_deleted: boolean is_deleted',
            ]),
        },
        'event_relation': {
            'tables': ['event_relation'], 'is_optional': true, 'latest_by': ['activity_id', 'person_id'],
            'columns': named_columns([
                'activity_id: id event_id', 'person_id: id relation_id', 'is_deleted: boolean is_deleted',
            ]),
        },
        'lead_history': {
            'tables': ['lead_history', 'lead_histories'], 'is_optional': true, 'keeps_versions': true,
            'columns': named_columns([
                'history_id: id id',
                'lead_id: id lead_id',
                'field: text field',
                'value: text new_value',
                'changed_at: time created_date',
                'is_deleted: boolean is_deleted',
            ]),
        },
    }) }}
{%- endmacro %}
