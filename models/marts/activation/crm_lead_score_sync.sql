-- One row per lead that the CRM may know: what it is to show. A row changes only where a person would see it.

{%- set seen_at_once = [
    'sync_operation', 'primary_lead_id', 'grade', 'stage', 'next_action', 'due_at', 'is_holdout'
] %}
{%- set content = seen_at_once + ['score', 'reasons'] %}

with

crm_lead_states as (

    select * from {{ ref('crm_lead_states') }}

),

published as (

    {{ own_last_run() }}

),

last_publication as (

    select
        cast(max(changed_at) as date) as published_on,
        coalesce(max(publication_number), 0) as publication_number
    from published

),

-- Scores are compared with what was told last, not with yesterday's, so that small moves add up.
changed as (

    select crm_lead_states.lead_id
    from crm_lead_states
    cross join {{ ref('stg_settings') }} as settings
    left join published
        on crm_lead_states.lead_id = published.lead_id
    where
        published.lead_id is null
        {%- for column in seen_at_once %}
        or not {{ is_same('crm_lead_states.' ~ column, 'published.' ~ column) }}
        {%- endfor %}
        or abs(crm_lead_states.score - published.score) >= settings.min_score_change

),

told as (

    select
        crm_lead_states.lead_id,
        {%- for column in content + ['rulebook_version'] %}
        case
            when changed.lead_id is null then published.{{ column }} else crm_lead_states.{{ column }}
        end as {{ column }},
        {%- endfor %}
        -- A run that looks at an older day dates its changes with the last day told: no cursor misses them.
        case
            when changed.lead_id is null then published.changed_at
            else cast(
                greatest(
                    latest_day.scored_on, coalesce(last_publication.published_on, latest_day.scored_on)
                ) as timestamp
            )
        end as changed_at,
        cast(
            case
                when changed.lead_id is null then published.publication_number
                else last_publication.publication_number + 1
            end as bigint
        ) as publication_number
    from crm_lead_states
    cross join {{ ref('int_latest_day') }} as latest_day
    cross join last_publication
    left join published
        on crm_lead_states.lead_id = published.lead_id
    left join changed
        on crm_lead_states.lead_id = changed.lead_id

),

crm_lead_score_sync as (

    select
        lead_id,
        sync_operation,
        primary_lead_id,
        score,
        grade,
        stage,
        reasons,
        next_action,
        due_at,
        is_holdout,
        rulebook_version,
        changed_at,
        publication_number,
        {{ dbt.hash(row_content(content)) }} as sync_hash
    from told

)

select * from crm_lead_score_sync
