-- One row per record of Marketo that was merged into another one: the record that stands for it now, at the end of a
-- chain of merges, and when it was merged. The merged record itself need not be there any more.
{{ config(enabled=is_source('marketo'), materialized='table') }}

with

-- The activity stands with the winner and lists the losers: [1286861] or [1, 2].
activities as (

    select
        activity_id,
        id_prefix,
        record_id,
        occurred_at,
        replace(replace(replace(merged_ids, '[', ''), ']', ''), ',', ';') as merged_ids
    from ({{ source_rows('marketo', 'activity_merge_leads') }}) as merges

),

listed as (

    {{ list_rows('activities', 'activity_id', 'merged_ids') }}

),

merges as (

    select
        activities.id_prefix || {{ read_id('listed.value') }} as loser_id,
        activities.record_id as winner_id,
        activities.occurred_at as ranked_at
    from listed
    inner join activities
        on listed.activity_id = activities.activity_id

    union all

    select
        loser_id,
        winner_id,
        cast(null as {{ dbt.type_timestamp() }}) as ranked_at
    from ({{ source_rows('marketo', 'merged_lead') }}) as merged_leads

),

{{ last_winners('merges') }},

first_merges as (

    select
        loser_id,
        min(ranked_at) as merged_at
    from real_merges
    group by loser_id

),

merged_leads as (

    select
        last_winners.loser_id,
        last_winners.winner_id,
        first_merges.merged_at
    from last_winners
    inner join first_merges
        on last_winners.loser_id = first_merges.loser_id

)

select * from merged_leads
