-- One row per contact that was merged into another one: the contact that stands for it now, at the end of a chain of
-- merges. The merged contact itself need not be there any more.
{{ config(enabled=is_source('hubspot'), materialized='table') }}

with

contacts as (

    select * from {{ ref('stg_hubspot__contacts') }}

),

listed as (

    {{ list_rows('contacts', 'contact_id', 'merged_ids') }}

),

told_merges as (

    select
        contacts.id_prefix || {{ read_id('listed.value') }} as loser_id,
        contacts.contact_id as winner_id
    from listed
    inner join contacts
        on listed.contact_id = contacts.contact_id

    union distinct

    select
        merge_audit.loser_id,
        merge_audit.winner_id
    from ({{ source_rows('hubspot', 'contact_merge_audit') }}) as merge_audit

),

-- If several contacts list one, the newest of them is its winner.
merges as (

    select
        told_merges.loser_id,
        told_merges.winner_id,
        contacts.created_at as ranked_at
    from told_merges
    left join contacts
        on told_merges.winner_id = contacts.contact_id

),

{{ last_winners('merges') }}

select * from last_winners
