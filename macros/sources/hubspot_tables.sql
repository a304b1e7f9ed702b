{#- HubSpot. Names after a dash in Airbyte's tables of the old API (canonical-vid) stand as they are. Where Fivetran has a table
    of its own, Airbyte has a list in JSON (contacts of deals, meetings and calls, stages of a pipeline), and dlt a child table. -#}
{% macro hubspot_tables() -%}
    {{ return({
        'contact': {
            'tables': ['contact', 'contacts'], 'required': ['contact_id'], 'latest_by': ['contact_id'],
            'columns': named_columns([
                'contact_id: id id vid property:hs_object_id',
                'id_prefix: prefix',
                'created_at: time property:createdate createdat',
                'updated_at: time property:lastmodifieddate updatedat',
                'email: text property:email',
                'additional_emails: text property:hs_additional_emails',
                'first_name: text property:firstname',
                'last_name: text property:lastname',
                'phone: text property:phone property:mobilephone',
                'job_title: text property:jobtitle',
                'company_id: id property:associatedcompanyid',
                'company_name: text property:company',
                'website: text property:website',
                'industry: text property:industry',
                'employee_count: text property:numemployees',
                'annual_revenue: text property:annualrevenue',
                'country: text property:country',
                'region: text property:state',
                'lead_source: text property:hs_analytics_source',
                'has_opted_out: boolean property:hs_email_optout',
                'merged_ids: text property:hs_merged_object_ids',
                'owner_id: id property:hubspot_owner_id',
                'is_deleted: boolean _fivetran_deleted archived is_deleted',
            ]),
        },
        'company': {
            'tables': ['company', 'companies'], 'is_optional': true, 'latest_by': ['company_id'],
            'columns': named_columns([
                'company_id: id id companyid property:hs_object_id',
                'company_name: text property:name',
                'website: text property:domain property:website',
                'industry: text property:industry',
                'employee_count: text property:numberofemployees',
                'annual_revenue: text property:annualrevenue',
                'country: text property:country',
                'region: text property:state',
            ]),
        },
        'contact_merge_audit': {
            'tables': ['contact_merge_audit', 'contacts_merged_audit'], 'is_optional': true,
            'columns': named_columns([
                'winner_id: id canonical_vid canonical-vid',
                'loser_id: id vid_to_merge vid-to-merge',
            ]),
        },
        'contact_form_submission': {
            'tables': ['contact_form_submission', 'contacts_form_submissions'], 'is_optional': true,
            'columns': named_columns([
                'contact_id: id contact_id canonical_vid canonical-vid',
                'form_id: id form_id form-id',
                'conversion_id: text conversion_id conversion-id',
                'occurred_at: time timestamp',
                'page_url: text page_url page-url',
                'title: text title',
            ]),
        },
        'form': {
            'tables': ['form', 'forms'], 'is_optional': true, 'latest_by': ['form_id'],
            'columns': named_columns(['form_id: id guid id', 'form_name: text name']),
        },
        'email_event': {
            'tables': ['email_event', 'email_events'], 'is_optional': true,
            'columns': named_columns([
                'event_id: id id',
                'event_type: text type',
                'occurred_at: time created',
                'email: text recipient',
                'campaign_id: id email_campaign_id emailcampaignid email_campaign',
                'is_filtered: boolean filtered_event filteredevent',
                'obsoleted_by_id: text obsoleted_by_id obsoletedby_id',
                'url: text url',
                'user_agent: text user_agent useragent',
                'status: text portal_subscription_status portalsubscriptionstatus',
            ]),
        },
        'email_event_click': {
            'tables': ['email_event_click'], 'is_optional': true, 'latest_by': ['event_id'],
            'columns': named_columns(['event_id: id id', 'url: text url', 'user_agent: text user_agent']),
        },
        'email_event_open': {
            'tables': ['email_event_open'], 'is_optional': true, 'latest_by': ['event_id'],
            'columns': named_columns(['event_id: id id', 'user_agent: text user_agent']),
        },
        'email_event_status_change': {
            'tables': ['email_event_status_change'], 'is_optional': true, 'latest_by': ['event_id'],
            'columns': named_columns(['event_id: id id', 'status: text portal_subscription_status']),
        },
        'email_campaign': {
            'tables': ['email_campaign', 'campaigns'], 'is_optional': true, 'latest_by': ['campaign_id'],
            'columns': named_columns(['campaign_id: id id', 'campaign_name: text name', 'subject: text subject']),
        },
        'engagement_contact': {
            'tables': ['engagement_contact'], 'is_optional': true, 'latest_by': ['engagement_id', 'contact_id'],
            'columns': named_columns([
                'engagement_id: id engagement_id', 'contact_id: id contact_id', 'is_deleted: boolean _fivetran_deleted',
            ]),
        },
        'engagement_meeting': {
            'tables': ['engagement_meeting', 'engagements_meetings'], 'is_optional': true, 'latest_by': ['engagement_id'],
            'columns': named_columns([
                'engagement_id: id engagement_id id',
                'id_prefix: prefix',
                'contact_ids: list contacts',
                'occurred_at: time property:hs_createdate createdat property:hs_timestamp start_time',
                'result: text property:hs_meeting_outcome meeting_outcome',
                'is_deleted: boolean _fivetran_deleted archived',
            ]),
        },
        'engagement_call': {
            'tables': ['engagement_call', 'engagements_calls'], 'is_optional': true, 'latest_by': ['engagement_id'],
            'columns': named_columns([
                'engagement_id: id engagement_id id',
                'id_prefix: prefix',
                'contact_ids: list contacts',
                'occurred_at: time property:hs_timestamp property:hs_createdate createdat',
                'result: text property:hs_call_disposition disposition',
                'is_deleted: boolean _fivetran_deleted archived',
            ]),
        },
        'deal': {
            'tables': ['deal', 'deals'], 'is_optional': true, 'latest_by': ['deal_id'],
            'columns': named_columns([
                'deal_id: id deal_id id property:hs_object_id',
                'id_prefix: prefix',
                'contact_ids: list contacts',
                'stage_id: id deal_pipeline_stage_id property:dealstage',
                'stage: text deal_pipeline_stage_id property:dealstage',
                'created_at: time property:createdate createdat',
                'closed_at: time property:closedate',
                'amount: text property:amount',
                'currency: text property:deal_currency_code',
                'lost_reason: text property:closed_lost_reason',
                'is_deleted: boolean is_deleted archived',
                'is_deleted_by_loader: boolean _fivetran_deleted',
            ]),
        },
        'merged_deal': {
            'tables': ['merged_deal'], 'is_optional': true, 'latest_by': ['merged_deal_id'],
            'columns': named_columns(['deal_id: id deal_id', 'merged_deal_id: id merged_deal_id']),
        },
        'deal_contact': {
            'tables': ['deal_contact', 'contacts__deals'], 'is_optional': true, 'latest_by': ['deal_id', 'contact_id'],
            'columns': named_columns([
                'deal_id: id deal_id deals_id', 'contact_id: id contact_id value', 'is_deleted: boolean _fivetran_deleted',
            ]),
        },
        'deal_stage': {
            'tables': ['deal_stage', 'stages_timing_deals'], 'is_optional': true, 'keeps_versions': true,
            'columns': named_columns([
                'deal_id: id deal_id id', 'stage_id: id value stage', 'entered_at: time date_entered hs_v2_date_enteredx',
            ]),
        },
        'deal_pipeline_stage': {
            'tables': ['deal_pipeline_stage', 'pipelines_deals__stages'], 'is_optional': true, 'latest_by': ['stage_id'],
            'columns': named_columns([
                'stage_id: id stage_id id', 'probability: number probability metadata__probability',
            ]),
        },
        'deal_pipeline': {
            'tables': ['deal_pipelines'], 'is_optional': true,
            'columns': named_columns(['id_prefix: prefix', 'stages: json stages']),
        },
        'contact_property_history': {
            'tables': ['contact_property_history', 'contacts_property_history'], 'is_optional': true,
            'columns': named_columns([
                'contact_id: id contact_id object_id vid',
                'field: text name property_name property',
                'value: text value',
                'changed_at: time timestamp',
            ]),
        },
    }) }}
{%- endmacro %}
