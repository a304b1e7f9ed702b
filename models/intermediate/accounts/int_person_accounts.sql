-- One row per scorecard and person scored on the latest day whose company is known: the account, and the role
-- in it.

with

person_companies as (

    select * from {{ ref('int_person_companies') }}

),

titles as (

    select * from {{ ref('int_attribute_dictionary') }}
    where source_attribute = 'job_title'

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
