-- One row per further email address of a contact of HubSpot, in the shape of the contract's identities.
{{ config(enabled=is_source('hubspot')) }}

with

contacts as (

    select * from {{ ref('stg_hubspot__contacts') }}

),

merged_contacts as (

    select * from {{ ref('stg_hubspot__merged_contacts') }}

),

addresses as (

    {{ list_rows('contacts', 'contact_id', 'additional_emails') }}

),

identities as (

    select
        coalesce(merged_contacts.winner_id, addresses.contact_id) as lead_id,
        'email' as kind,
        addresses.value
    from addresses
    left join merged_contacts
        on addresses.contact_id = merged_contacts.loser_id
    where addresses.value is not null

)

select * from identities
