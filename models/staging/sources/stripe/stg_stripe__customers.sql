-- One row per customer of Stripe who can be known as a lead: by an id of the CRM in the metadata, else by the email
-- address.
{{ config(enabled=is_source('stripe')) }}

with

customers as (

    {{ source_rows('stripe', 'customer') }}

),

known as (

    select
        customer_id,
        coalesce({{ json_value('metadata', metadata_keys('stripe')) }}, metadata_id) as lead_id,
        email
    from customers

),

-- Several customers may be one buyer.
buyers as (

    select
        customer_id,
        lead_id,
        email,
        coalesce(lead_id, lower(email)) as buyer
    from known
    where coalesce(lead_id, email) is not null

)

select * from buyers
