-- One row per scorecard and person scored on the latest day: owner, company and role in standard form, each from the
-- first of the person's leads that has it, and why the person cannot be reached by phone or email.

{%- set texts = ['owner_id', 'company_name', 'country', 'industry', 'job_title'] %}
{%- set person = ['scorecard', 'person_id', 'scored_on', 'segment', 'phone_closed_reason', 'email_closed_reason'] %}

with

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

dictionary as (

    select * from {{ ref('int_attribute_dictionary') }}

),

ranked as (

    select
        {%- for column in texts %}
        row_number() over (
            partition by scorecard, person_id
            order by case when {{ column }} is null then 1 else 0 end asc, merge_rank asc
        ) as {{ column }}_rank,
        {%- endfor %}
        *
    from person_leads

),

contacts as (

    select
        {{ person | join(',\n        ') }},
        {%- for column in texts %}
        max(case when {{ column }}_rank = 1 then {{ column }} end) as {{ column }},
        {%- endfor %}
        max(case when {{ matches_regex('phone', '([0-9].*){5}') }} then 1 else 0 end) = 1 as has_phone,
        max(case when has_valid_email then 1 else 0 end) = 1 as has_email,
        max(case when do_not_contact then 1 else 0 end) = 1 as is_do_not_contact
    from ranked
    group by {{ person | join(', ') }}

),

-- Some inputs leave phone numbers or email addresses out altogether: then the CRM has them, and nobody lacks one.
known_channels as (

    select
        scorecard,
        max(case when has_phone then 1 else 0 end) = 1 as has_phones,
        max(case when has_email then 1 else 0 end) = 1 as has_emails
    from contacts
    group by scorecard

),

person_contacts as (

    select
        contacts.scorecard,
        contacts.person_id,
        contacts.scored_on,
        contacts.segment,
        contacts.owner_id,
        contacts.company_name,
        countries.value as country,
        industries.value as industry,
        seniorities.value as seniority,
        case
            when contacts.is_do_not_contact then 'Asked not to be contacted'
            when known_channels.has_phones and not coalesce(contacts.has_phone, false) then 'No phone number'
            else contacts.phone_closed_reason
        end as phone_closed_because,
        case
            when contacts.is_do_not_contact then 'Asked not to be contacted'
            when known_channels.has_emails and not coalesce(contacts.has_email, false) then 'No valid email address'
            else contacts.email_closed_reason
        end as email_closed_because
    from contacts
    inner join known_channels
        on contacts.scorecard = known_channels.scorecard
    left join dictionary as countries
        on
            contacts.scorecard = countries.scorecard
            and contacts.country = countries.raw_value
            and countries.source_attribute = 'country'
            and countries.attribute = 'country'
    left join dictionary as industries
        on
            contacts.scorecard = industries.scorecard
            and contacts.industry = industries.raw_value
            and industries.source_attribute = 'industry'
            and industries.attribute = 'industry'
    left join dictionary as seniorities
        on
            contacts.scorecard = seniorities.scorecard
            and contacts.job_title = seniorities.raw_value
            and seniorities.source_attribute = 'job_title'
            and seniorities.attribute = 'seniority'

)

select * from person_contacts
