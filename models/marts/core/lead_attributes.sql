-- One row per scorecard and person on the latest scoring day: what is known of the person, in the standard form that
-- rules see, so that a report of your own is one join away from lead_scores.

{%- set standard = [
    'seniority', 'department', 'country', 'industry', 'employee_count', 'annual_revenue', 'email_type',
    'is_target_account', 'lead_source',
] %}
{%- set texts = ['company_name', 'job_title', 'region', 'budget', 'authority', 'need', 'timeline'] %}
{%- set columns = texts + custom_attributes() %}

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

person_leads as (

    select
        scorecard,
        person_id,
        scored_on,
        lead_id,
        merge_rank
    from {{ ref('int_person_leads') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

-- A value that cannot be read is a gap like a missing one.
ranked_values as (

    select
        person_leads.scorecard,
        person_leads.person_id,
        lead_attributes.source_attribute,
        lead_attributes.value,
        row_number() over (
            partition by person_leads.scorecard, person_leads.person_id, lead_attributes.source_attribute
            order by person_leads.merge_rank
        ) as value_rank
    from person_leads
    inner join {{ ref('int_lead_attributes') }} as lead_attributes
        on
            person_leads.lead_id = lead_attributes.lead_id
            and person_leads.scored_on >= lead_attributes.valid_from
            and person_leads.scored_on < lead_attributes.valid_to
    left join {{ ref('int_values_standardised') }} as unreadable
        on
            person_leads.scorecard = unreadable.scorecard
            and lead_attributes.source_attribute = unreadable.source_attribute
            and lead_attributes.value = unreadable.raw_value
            and unreadable.value is null
    where unreadable.raw_value is null

),

standard_values as (

    select
        ranked_values.scorecard,
        {%- for attribute in standard %}
        max(case when known_values.attribute = '{{ attribute }}' then known_values.value end) as {{ attribute }},
        {%- endfor %}
        ranked_values.person_id
    from ranked_values
    inner join {{ ref('int_attribute_dictionary') }} as known_values
        on
            ranked_values.scorecard = known_values.scorecard
            and ranked_values.source_attribute = known_values.source_attribute
            and ranked_values.value = known_values.raw_value
    where ranked_values.value_rank = 1
    group by ranked_values.scorecard, ranked_values.person_id

),

ranked_texts as (

    select
        person_leads.scorecard,
        person_leads.person_id,
        {%- for column in columns %}
        lead_versions.{{ quoted(column) }},
        row_number() over (
            partition by person_leads.scorecard, person_leads.person_id
            order by
                case when lead_versions.{{ quoted(column) }} is null then 1 else 0 end asc, person_leads.merge_rank asc
        ) as {{ quoted('_' ~ loop.index) }},
        {%- endfor %}
        lead_versions.first_created_on
    from person_leads
    inner join lead_versions
        on
            person_leads.lead_id = lead_versions.lead_id
            and person_leads.scored_on >= lead_versions.valid_from
            and person_leads.scored_on < lead_versions.valid_to

),

given_texts as (

    select
        scorecard,
        person_id,
        {%- for column in columns %}
        max(case when {{ quoted('_' ~ loop.index) }} = 1 then {{ quoted(column) }} end) as {{ quoted(column) }},
        {%- endfor %}
        min(first_created_on) as first_created_on
    from ranked_texts
    group by scorecard, person_id

),

lead_attributes as (

    select
        lead_scores.scorecard,
        lead_scores.person_id,
        lead_scores.lead_id,
        lead_scores.scored_on,
        given_texts.first_created_on,
        {%- for column in texts %}
        {{ in_marts('given_texts.' ~ column) }} as {{ column }},
        {%- endfor %}
        {{ in_marts('standard_values.lead_source') }} as lead_source,
        standard_values.seniority,
        standard_values.department,
        standard_values.country,
        standard_values.industry,
        cast(floor({{ read_amount('standard_values.employee_count') }}) as bigint) as employee_count,
        cast({{ read_amount('standard_values.annual_revenue') }} as {{ type_decimal(28, 2) }}) as annual_revenue,
        standard_values.email_type,
        standard_values.is_target_account = 'true' as is_target_account,
        {{ custom_attributes_as_json('given_texts') }} as custom_attributes
    from lead_scores
    left join given_texts
        on
            lead_scores.scorecard = given_texts.scorecard
            and lead_scores.person_id = given_texts.person_id
    left join standard_values
        on
            lead_scores.scorecard = standard_values.scorecard
            and lead_scores.person_id = standard_values.person_id

)

select * from lead_attributes
