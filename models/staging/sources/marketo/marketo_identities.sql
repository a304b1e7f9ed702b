-- One row per record of Marketo that was no known lead when it was merged into one: what a visitor did under it is the
-- lead's from then on. In the shape of the contract's identities.
{{ config(enabled=is_source('marketo')) }}

with

merged_leads as (

    select * from {{ ref('stg_marketo__merged_leads') }}

),

known as (

    select record_id
    from {{ ref('stg_marketo__leads') }}
    where is_known

),

identities as (

    select
        merged_leads.winner_id as lead_id,
        'anonymous_id' as kind,
        'marketo:' || merged_leads.loser_id as value,
        merged_leads.merged_at as since
    from merged_leads
    inner join known as winners
        on merged_leads.winner_id = winners.record_id
    left join known as losers
        on merged_leads.loser_id = losers.record_id
    where losers.record_id is null

)

select * from identities
