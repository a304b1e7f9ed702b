-- One row per lead of the CRM and visitor of GA4 whose client id a hidden field of a form has written to the lead, in
-- the shape of the contract's identities.
{{ config(enabled=is_source('ga4') and client_id_attribute() is not none) }}

{%- set attribute = client_id_attribute() %}
{%- set models = [] %}
{%- for name in sources_in_use() if attribute in source_attributes(name) and brings_leads(name) %}
    {%- do models.append(name ~ '_leads') %}
{%- endfor %}
{%- if attribute and not models %}
    {{ refuse_source(
        'client_id_attribute of ga4 is ' ~ attribute ~ ', which no source brings; add it to attributes of your CRM'
    ) }}
{%- endif %}

with

-- The cookie is GA1.1.<number>.<number>, of which the client id is the end.
fields as (

    {% for model in models %}
    select
        lead_id,
        {{ regex_part(quoted(attribute), '([0-9]+[.][0-9]+)$') }} as client_id
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

visitors as (

    select distinct
        visitor_id,
        anonymous_id
    from {{ ref('stg_ga4__events') }}
    where anonymous_id is not null

),

identities as (

    select distinct
        fields.lead_id,
        'anonymous_id' as kind,
        visitors.anonymous_id as value
    from fields
    inner join visitors
        on fields.client_id = visitors.visitor_id

)

select * from identities
