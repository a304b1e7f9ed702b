-- One row per scorecard and person scored on the latest day: the company's web domain and name, and the job
-- title, each from the first of the person's leads that has it. The domain is that of a company email
-- address, else that of the website.

with

people as (

    select scored_people.*
    from {{ ref('int_scored_people') }} as scored_people
    inner join {{ ref('int_scoring_dates') }} as scoring_dates
        on
            scored_people.scorecard = scoring_dates.scorecard
            and scored_people.scored_on = scoring_dates.scored_on
    where scoring_dates.is_latest

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

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
        people.scorecard,
        people.person_id,
        coalesce(lead_person_map.merge_rank, 1) as merge_rank,
        case
            when lead_versions.has_valid_email then {{ dbt.split_part('lead_versions.email', "'@'", 2) }}
        end as email_domain,
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
