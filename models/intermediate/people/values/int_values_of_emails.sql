-- One row per scorecard, email address and attribute read from it: its type, domain and local part.

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

email_domains as (

    select * from {{ ref('stg_email_domains') }}

),

typed as (

    select
        scorecards.scorecard,
        emails.raw_value,
        emails.is_valid,
        emails.local_part,
        emails.domain,
        case
            when not emails.is_valid then 'invalid'
            else coalesce(disposable.domain_type, personal.domain_type, 'corporate')
        end as email_type
    from emails
    cross join {{ ref('stg_scorecards') }} as scorecards
    left join email_domains as personal
        on
            scorecards.scorecard = personal.scorecard
            and emails.domain = personal.domain
            and personal.domain_type = 'personal'
    left join email_domains as disposable
        on
            scorecards.scorecard = disposable.scorecard
            and emails.domain = disposable.domain
            and disposable.domain_type = 'disposable'

),

email_values as (

    select
        scorecard,
        'email' as source_attribute,
        raw_value,
        'email_type' as attribute,
        email_type as value
    from typed

    union all

    select
        scorecard,
        'email' as source_attribute,
        raw_value,
        'email_domain' as attribute,
        domain as value
    from typed
    where is_valid

    union all

    select
        scorecard,
        'email' as source_attribute,
        raw_value,
        'email_local_part' as attribute,
        local_part as value
    from typed
    where is_valid

)

select * from email_values
