-- One row per scorecard and person scored on the latest day whose company is known: the account, and the role
-- in it.

with

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

titles as (

    select * from {{ ref('int_attribute_dictionary') }}
    where source_attribute = 'job_title'

),

-- Domains that tell nothing about the company.
email_providers as (

    select distinct
        scorecard,
        domain
    from {{ ref('stg_email_domains') }}

),

leads as (

    select
        scorecard,
        person_id,
        merge_rank,
        case when has_valid_email then {{ dbt.split_part('email', "'@'", 2) }} end as email_domain,
        {{ website_domain('website') }} as web_domain,
        company_name,
        job_title
    from person_leads

),

lead_companies as (

    select
        leads.scorecard,
        leads.person_id,
        leads.merge_rank,
        coalesce(
            case when email_hosts.domain is null then leads.email_domain end,
            case when web_hosts.domain is null and leads.web_domain like '%.%' then leads.web_domain end
        ) as domain,
        leads.company_name,
        leads.job_title
    from leads
    left join email_providers as email_hosts
        on
            leads.scorecard = email_hosts.scorecard
            and leads.email_domain = email_hosts.domain
    left join email_providers as web_hosts
        on
            leads.scorecard = web_hosts.scorecard
            and leads.web_domain = web_hosts.domain

),

ranked as (

    select
        {%- for column in ['domain', 'company_name', 'job_title'] %}
        row_number() over (
            partition by scorecard, person_id
            order by case when {{ column }} is null then 1 else 0 end asc, merge_rank asc
        ) as {{ column }}_rank,
        {%- endfor %}
        *
    from lead_companies

),

person_companies as (

    select
        scorecard,
        person_id,
        max(case when domain_rank = 1 then domain end) as domain,
        max(case when company_name_rank = 1 then company_name end) as company_name,
        max(
            case when company_name_rank = 1 then nullif(trim({{ plain_words('company_name') }}), '') end
        ) as company_key,
        max(case when job_title_rank = 1 then job_title end) as job_title
    from ranked
    group by scorecard, person_id

),

-- A name that appears with a single domain brings people without a domain to it.
domains_of_names as (

    select
        scorecard,
        company_key,
        min(domain) as domain
    from person_companies
    where domain is not null and company_key is not null
    group by scorecard, company_key
    having count(distinct domain) = 1

),

target_accounts as (

    select
        scorecard,
        trim(company_words) as account_id
    from {{ ref('stg_target_accounts') }}
    where company_words is not null

    union distinct

    select
        scorecard,
        domain as account_id
    from {{ ref('stg_target_accounts') }}
    where domain is not null

),

person_accounts as (

    select
        person_companies.scorecard,
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
        on
            person_companies.scorecard = domains_of_names.scorecard
            and person_companies.company_key = domains_of_names.company_key
    left join target_accounts as targets_by_domain
        on
            person_companies.scorecard = targets_by_domain.scorecard
            and coalesce(person_companies.domain, domains_of_names.domain) = targets_by_domain.account_id
    left join target_accounts as targets_by_name
        on
            person_companies.scorecard = targets_by_name.scorecard
            and person_companies.company_key = targets_by_name.account_id
    left join titles as departments
        on
            person_companies.scorecard = departments.scorecard
            and person_companies.job_title = departments.raw_value
            and departments.attribute = 'department'
    left join titles as seniorities
        on
            person_companies.scorecard = seniorities.scorecard
            and person_companies.job_title = seniorities.raw_value
            and seniorities.attribute = 'seniority'
    where coalesce(person_companies.domain, person_companies.company_key) is not null

)

select * from person_accounts
