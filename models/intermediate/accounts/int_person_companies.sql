-- One row per person scored on the latest day: the company's web domain and name, and the job title, each of
-- the first of the person's leads that tells it. A domain comes from a mail address of a company, else from
-- the website.

with

people as (

    select scored_people.*
    from {{ ref('int_scored_people') }} as scored_people
    inner join {{ ref('int_latest_day') }} as latest_day
        on scored_people.scored_on = latest_day.scored_on

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

-- Domains that say nothing about the company.
mail_providers as (

    select lower({{ clean_text('domain') }}) as domain from {{ ref('personal_email_domains') }}

    union distinct

    select lower({{ clean_text('domain') }}) as domain from {{ ref('disposable_email_domains') }}

),

leads as (

    select
        people.person_id,
        coalesce(lead_person_map.merge_rank, 1) as merge_rank,
        case
            when lead_versions.has_valid_email then {{ dbt.split_part('lead_versions.email', "'@'", 2) }}
        end as mail_domain,
        {{ website_domain('lead_versions.website') }} as web_domain,
        lead_versions.company_name,
        lead_versions.job_title
    from people
    left join lead_person_map
        on
            people.person_id = lead_person_map.person_id
            and people.scored_on = lead_person_map.scored_on
    inner join lead_versions
        on
            coalesce(lead_person_map.lead_id, people.lead_id) = lead_versions.lead_id
            and people.scored_on >= lead_versions.valid_from
            and people.scored_on < lead_versions.valid_to

),

lead_companies as (

    select
        leads.person_id,
        leads.merge_rank,
        coalesce(
            case when of_mail.domain is null then leads.mail_domain end,
            case when of_web.domain is null and leads.web_domain like '%.%' then leads.web_domain end
        ) as domain,
        leads.company_name,
        leads.job_title
    from leads
    left join mail_providers as of_mail
        on leads.mail_domain = of_mail.domain
    left join mail_providers as of_web
        on leads.web_domain = of_web.domain

),

ranked as (

    select
        person_id,
        domain,
        company_name,
        job_title,
        row_number() over (
            partition by person_id order by case when domain is null then 1 else 0 end asc, merge_rank asc
        ) as domain_rank,
        row_number() over (
            partition by person_id order by case when company_name is null then 1 else 0 end asc, merge_rank asc
        ) as company_name_rank,
        row_number() over (
            partition by person_id order by case when job_title is null then 1 else 0 end asc, merge_rank asc
        ) as job_title_rank
    from lead_companies

),

person_companies as (

    select
        person_id,
        max(case when domain_rank = 1 then domain end) as domain,
        max(case when company_name_rank = 1 then company_name end) as company_name,
        max(
            case when company_name_rank = 1 then nullif(trim({{ plain_words('company_name') }}), '') end
        ) as company_key,
        max(case when job_title_rank = 1 then job_title end) as job_title
    from ranked
    group by person_id

)

select * from person_companies
