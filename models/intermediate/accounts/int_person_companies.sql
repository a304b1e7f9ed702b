-- One row per scorecard and person scored on the latest day: the company's web domain and name, and the job
-- title, each from the first of the person's leads that has it. The domain is that of a company email
-- address, else that of the website.

with

person_leads as (

    select * from {{ ref('int_person_leads') }}

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

)

select * from person_companies
