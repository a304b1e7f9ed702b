-- One row per form that a contact of HubSpot has submitted.
{{ config(enabled=is_source('hubspot')) }}

with

submissions as (

    {{ source_rows('hubspot', 'contact_form_submission') }}

),

forms as (

    {{ source_rows('hubspot', 'form') }}

),

merged_contacts as (

    select * from {{ ref('stg_hubspot__merged_contacts') }}

),

named as (

    select
        submissions.conversion_id,
        submissions.form_id,
        submissions.occurred_at,
        submissions.page_url,
        submissions.source_loaded_at,
        coalesce(merged_contacts.winner_id, submissions.contact_id) as contact_id,
        coalesce(forms.form_name, submissions.title, submissions.form_id) as form_name,
        {{ url_path('submissions.page_url') }} as page_path
    from submissions
    left join forms
        on submissions.form_id = forms.form_id
    left join merged_contacts
        on submissions.contact_id = merged_contacts.loser_id

),

{%- set fields = {'form_name': 'form_name', 'page_path': 'page_path'} %}

form_submissions as (

    select
        'hubspot:form:' || contact_id || ':'
        || coalesce(conversion_id, {{ join_texts(':', ['form_id', 'cast(occurred_at as ' ~ dbt.type_string() ~ ')']) }})
            as event_id,
        {{ mapped_event('hubspot', fields) }} as mapped_type,
        {{ mapped_event('hubspot', fields, 'asset') }} as mapped_asset,
        occurred_at,
        contact_id,
        form_name,
        page_url,
        {{ url_parameter('page_url', 'utm_campaign') }} as campaign,
        source_loaded_at
    from named

)

select * from form_submissions
