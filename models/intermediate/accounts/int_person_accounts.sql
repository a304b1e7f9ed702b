-- One row per person scored on the latest day whose company is known: the account, and the role in it.

with

person_companies as (

    select * from {{ ref('int_person_companies') }}

),

dictionary as (

    select * from {{ ref('int_attribute_dictionary') }}
    where source_attribute = 'job_title'

),

-- A name that stands beside one domain only brings those without a domain to it.
domains_of_names as (

    select
        company_key,
        min(domain) as domain
    from person_companies
    where domain is not null and company_key is not null
    group by company_key
    having count(distinct domain) = 1

),

target_accounts as (

    select trim({{ plain_words('company_name') }}) as account_id
    from {{ ref('target_accounts') }}
    where {{ clean_text('company_name') }} is not null

    union distinct

    select {{ website_domain(clean_text('domain')) }} as account_id
    from {{ ref('target_accounts') }}
    where {{ clean_text('domain') }} is not null

),

person_accounts as (

    select
        person_companies.person_id,
        coalesce(
            person_companies.domain, domains_of_names.domain, person_companies.company_key
        ) as account_id,
        person_companies.company_name,
        targets_by_domain.account_id is not null
        or targets_by_name.account_id is not null as is_target_account,
        departments.value as department,
        seniorities.value as seniority
    from person_companies
    left join domains_of_names
        on person_companies.company_key = domains_of_names.company_key
    left join target_accounts as targets_by_domain
        on coalesce(person_companies.domain, domains_of_names.domain) = targets_by_domain.account_id
    left join target_accounts as targets_by_name
        on person_companies.company_key = targets_by_name.account_id
    left join dictionary as departments
        on
            person_companies.job_title = departments.raw_value
            and departments.attribute = 'department'
    left join dictionary as seniorities
        on
            person_companies.job_title = seniorities.raw_value
            and seniorities.attribute = 'seniority'
    where coalesce(person_companies.domain, person_companies.company_key) is not null

)

select * from person_accounts
