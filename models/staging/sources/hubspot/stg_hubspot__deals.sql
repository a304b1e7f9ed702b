-- One row per deal of HubSpot that is neither deleted nor merged into another one, with the outcome of its stage, if
-- it has one.
{{ config(enabled=is_source('hubspot')) }}

with

deals as (

    {{ source_rows('hubspot', 'deal') }}

),

merged_deals as (

    {{ source_rows('hubspot', 'merged_deal') }}

),

pipelines as (

    select
        id_prefix,
        {{ objects_of_json('stages') }} as stages
    from ({{ source_rows('hubspot', 'deal_pipeline') }}) as deal_pipelines

),

listed_stages as (

    {{ list_rows('pipelines', 'id_prefix', 'stages', separator='},{') }}

),

unioned_stages as (

    select
        stage_id,
        probability
    from ({{ source_rows('hubspot', 'deal_pipeline_stage') }}) as stages

    union all

    select
        id_prefix || {{ json_value('value', ['stageId', 'id']) }} as stage_id,
        {{ read_number(json_value('value', ['probability'])) }} as probability
    from listed_stages

),

pipeline_stages as (

    select
        stage_id,
        max(probability) as probability
    from unioned_stages
    group by stage_id

),

stage_entries as (

    select
        deal_id,
        stage_id,
        max(entered_at) as entered_at
    from ({{ source_rows('hubspot', 'deal_stage') }}) as deal_stages
    group by deal_id, stage_id

),

judged as (

    select
        deals.*,
        stage_entries.entered_at,
        pipeline_stages.probability,
        pipeline_stages.stage_id is not null as has_stage,
        {{ mapped_outcome('hubspot', "'deal_stage'", 'deals.stage') }} as mapped_outcome
    from deals
    left join merged_deals
        on deals.deal_id = merged_deals.merged_deal_id
    left join pipeline_stages
        on deals.stage_id = pipeline_stages.stage_id
    left join stage_entries
        on
            deals.deal_id = stage_entries.deal_id
            and deals.stage_id = stage_entries.stage_id
    where
        merged_deals.merged_deal_id is null
        and not coalesce(deals.is_deleted, false)
        and not coalesce(deals.is_deleted_by_loader, false)

),

-- The day on which the deal came into its stage is what happened; people edit the close date, also into the future.
closed as (

    select
        deal_id,
        id_prefix,
        contact_ids,
        stage,
        created_at,
        coalesce(entered_at, closed_at) as closed_at,
        amount,
        currency,
        lost_reason,
        has_stage or mapped_outcome is not null as is_mapped,
        case
            when mapped_outcome is not null then nullif(mapped_outcome, '')
            when probability >= 1 then 'won'
            when probability <= 0 then 'lost'
        end as outcome
    from judged

)

select * from closed
