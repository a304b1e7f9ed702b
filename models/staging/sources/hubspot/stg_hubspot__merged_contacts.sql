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

merges as (

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

real_merges as (

    select * from merges
    where loser_id <> winner_id

),

losers as (

    select distinct loser_id from real_merges

),

winners as (

    select
        real_merges.loser_id,
        real_merges.winner_id,
        contacts.created_at,
        case when losers.loser_id is null then 0 else 1 end as was_merged
    from real_merges
    left join losers
        on real_merges.winner_id = losers.loser_id
    left join contacts
        on real_merges.winner_id = contacts.contact_id

),

-- Of several contacts that list one, it is the one that was not merged itself, else the newest.
ranked as (

    select
        loser_id,
        winner_id,
        row_number() over (
            partition by loser_id
            order by was_merged asc, created_at desc nulls last, {{ text_order('winner_id') }} asc
        ) as merge_rank
    from winners

),

steps as (

    select
        loser_id,
        winner_id
    from ranked
    where merge_rank = 1

),

{{ followed_merges('steps') }},

merged_contacts as (

    select
        loser_id,
        winner_id
    from followed_merges
    where loser_id <> winner_id

)

select * from merged_contacts
