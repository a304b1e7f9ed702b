{#- Attributes that the project derives, and the raw attribute(s) each is derived from. Beside them each
    rule group gives one, days_since_last_<rule_group>: days since its engagement rules last hit. -#}
{% macro derived_attributes() -%}
    {%- set derived = {
        'email_type': ['email'],
        'email_domain': ['email'],
        'email_local_part': ['email'],
        'seniority': ['job_title'],
        'department': ['job_title'],
        'is_target_account': ['email', 'website', 'company_name'],
        'days_since_created': [],
        'days_since_last_engagement': [],
    } -%}
    {%- for attribute in outcome_attributes() -%} {%- do derived.update({attribute: []}) -%} {%- endfor -%}
    {{ return(derived) }}
{%- endmacro %}

{#- Attributes that follow from the outcomes of sales: the last one, and days since it and since the last of each kind. -#}
{% macro outcome_attributes() -%}
    {%- set attributes = ['last_sales_outcome', 'days_since_sales_outcome'] -%}
    {%- for outcome in rulebook_settings().conversion_outcome.words -%}
        {%- do attributes.append('days_since_' ~ outcome) -%}
    {%- endfor -%}
    {{ return(attributes) }}
{%- endmacro %}

{#- Every attribute a rule may name. -#}
{% macro known_attributes() -%}
    {{ return(lead_columns() + custom_attributes() + (derived_attributes().keys() | list)) }}
{%- endmacro %}

{#- Raw attributes that marts show in standard form, whatever the rulebook asks for. -#}
{% macro shown_attributes() -%}
    {{ return([
        'annual_revenue', 'company_name', 'country', 'email', 'employee_count', 'industry', 'job_title', 'lead_source',
        'website',
    ]) }}
{%- endmacro %}

{#- Attributes that have one of a closed list of values or none; the keyword files may add to seniority and department. -#}
{% macro closed_attributes() -%}
    {{ return({
        'email_type': ['corporate', 'personal', 'disposable', 'invalid', 'missing'],
        'seniority': ['owner', 'c_level', 'vp', 'director', 'manager', 'senior', 'individual', 'entry'],
        'department': [
            'executive', 'marketing', 'sales', 'it', 'engineering', 'operations', 'finance', 'hr', 'product', 'legal',
            'support', 'research', 'education',
        ],
        'is_target_account': ['true', 'false'],
        'do_not_contact': ['true', 'false'],
        'last_sales_outcome': rulebook_settings().conversion_outcome.words,
    }) }}
{%- endmacro %}
