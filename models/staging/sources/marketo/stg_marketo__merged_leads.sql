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
        activities.occurred_at as merged_at
    from listed
    inner join activities
        on listed.activity_id = activities.activity_id

    union all

    select
        loser_id,
        winner_id,
        cast(null as {{ dbt.type_timestamp() }}) as merged_at
    from ({{ source_rows('marketo', 'merged_lead') }}) as merged_leads

),

losers as (

    select
        loser_id,
        min(merged_at) as merged_at
    from merges
    where loser_id <> winner_id
    group by loser_id

),

winners as (

    select
        merges.loser_id,
        merges.winner_id,
        merges.merged_at,
        case when losers.loser_id is null then 0 else 1 end as was_merged
    from merges
    left join losers
        on merges.winner_id = losers.loser_id
    where merges.loser_id <> merges.winner_id

),

-- Of several records that one was merged into, it is the one that was not merged itself, else the last.
ranked as (

    select
        loser_id,
        winner_id,
        row_number() over (
            partition by loser_id
            order by was_merged asc, merged_at desc nulls last, {{ text_order('winner_id') }} asc
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

merged_leads as (

    select
        followed_merges.loser_id,
        followed_merges.winner_id,
        losers.merged_at
    from followed_merges
    inner join losers
        on followed_merges.loser_id = losers.loser_id
    where followed_merges.loser_id <> followed_merges.winner_id

)

select * from merged_leads
