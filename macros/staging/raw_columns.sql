{#- The columns the contract names for each raw table; the bold ones of a table must be there. -#}
{% macro lead_columns() -%}
    {{ return([
        'lead_id', 'created_at', 'updated_at', 'email', 'first_name', 'last_name', 'phone', 'job_title',
        'company_name', 'website', 'industry', 'employee_count', 'annual_revenue', 'country', 'region',
        'lead_source', 'budget', 'authority', 'need', 'timeline', 'do_not_contact', 'is_deleted',
        'merged_into_lead_id', 'owner_id',
    ]) }}
{%- endmacro %}

{% macro event_columns() -%}
    {{ return([
        'event_id', 'event_type', 'occurred_at', 'lead_id', 'email', 'anonymous_id', 'channel', 'asset',
        'campaign', 'user_agent', 'is_machine', 'loaded_at',
    ]) }}
{%- endmacro %}

{% macro outcome_columns() -%}
    {{ return(['outcome_id', 'lead_id', 'outcome', 'occurred_at', 'amount', 'reason']) }}
{%- endmacro %}

{#- Custom attributes: the extra columns of raw.leads, as var custom_attributes lists them. -#}
{% macro custom_attributes() -%}
    {{ return(var('custom_attributes', none) or []) }}
{%- endmacro %}
