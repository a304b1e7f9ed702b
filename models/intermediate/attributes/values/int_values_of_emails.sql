-- One row per mail address and attribute read from it: its type, domain and local part.

with

emails as (

    select
        value as raw_value,
        {{ is_valid_email('value') }} as is_valid,
        {{ dbt.split_part('value', "'@'", 1) }} as local_part,
        {{ dbt.split_part('value', "'@'", 2) }} as domain
    from {{ ref('int_lead_attributes') }}
    where source_attribute = 'email'
    group by value

),

personal_domains as (

    select distinct lower({{ clean_text('domain') }}) as domain
    from {{ ref('personal_email_domains') }}

),

disposable_domains as (

    select distinct lower({{ clean_text('domain') }}) as domain
    from {{ ref('disposable_email_domains') }}

),

typed as (

    select
        emails.raw_value,
        emails.is_valid,
        emails.local_part,
        emails.domain,
        case
            when not emails.is_valid then 'invalid'
            when disposable_domains.domain is not null then 'disposable'
            when personal_domains.domain is not null then 'personal'
            else 'corporate'
        end as email_type
    from emails
    left join personal_domains
        on emails.domain = personal_domains.domain
    left join disposable_domains
        on emails.domain = disposable_domains.domain

),

email_values as (

    select
        'email' as source_attribute,
        raw_value,
        'email_type' as attribute,
        email_type as value
    from typed

    union all

    select
        'email' as source_attribute,
        raw_value,
        'email_domain' as attribute,
        domain as value
    from typed
    where is_valid

    union all

    select
        'email' as source_attribute,
        raw_value,
        'email_local_part' as attribute,
        local_part as value
    from typed
    where is_valid

)

select * from email_values
