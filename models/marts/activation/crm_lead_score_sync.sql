-- One row per scorecard and lead that the CRM may know: what it is to show. A row changes only if somebody
-- would see it.

{%- set seen_at_once = [
    'sync_operation', 'primary_lead_id', 'grade', 'stage', 'next_action', 'due_at', 'is_holdout', 'sales_status',
    'suggested_owner_id', 'crm_object', 'disqualification_reason'
] %}
{%- set content = seen_at_once + ['score', 'reasons'] %}

with

crm_lead_states as (

    select * from {{ ref('crm_lead_states') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

published as (

    {{ previous_self() }}

),

last_publication as (

    select
        scorecards.scorecard,
        scorecard_settings.min_score_change,
        cast(max(published.changed_at) as date) as published_on,
        coalesce(max(published.publication_number), 0) as publication_number
    from {{ ref('stg_scorecards') }} as scorecards
    inner join {{ ref('stg_settings') }} as scorecard_settings
        on scorecards.scorecard = scorecard_settings.scorecard
    left join published
        on scorecards.scorecard = published.scorecard
    group by scorecards.scorecard, scorecard_settings.min_score_change

),

-- Scores are compared with what was published last, not with yesterday's, so that small moves add up.
changed as (

    select
        crm_lead_states.scorecard,
        crm_lead_states.lead_id
    from crm_lead_states
    inner join last_publication
        on crm_lead_states.scorecard = last_publication.scorecard
    left join published
        on
            crm_lead_states.scorecard = published.scorecard
            and crm_lead_states.lead_id = published.lead_id
    where
        published.lead_id is null
        {%- for column in seen_at_once %}
        or not {{ is_same('crm_lead_states.' ~ column, 'published.' ~ column) }}
        {%- endfor %}
        or abs(crm_lead_states.score - published.score) >= last_publication.min_score_change

),

republished as (

    select
        crm_lead_states.scorecard,
        crm_lead_states.lead_id,
        {%- for column in content + ['rulebook_version'] %}
        case
            when changed.lead_id is null then published.{{ column }} else crm_lead_states.{{ column }}
        end as {{ column }},
        {%- endfor %}
        -- A run for an older day dates its changes with the last day published: no cursor misses them.
        case
            when changed.lead_id is null then published.changed_at
            else cast(
                greatest(
                    scoring_dates.scored_on, coalesce(last_publication.published_on, scoring_dates.scored_on)
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
    inner join scoring_dates
        on crm_lead_states.scorecard = scoring_dates.scorecard
    inner join last_publication
        on crm_lead_states.scorecard = last_publication.scorecard
    left join published
        on
            crm_lead_states.scorecard = published.scorecard
            and crm_lead_states.lead_id = published.lead_id
    left join changed
        on
            crm_lead_states.scorecard = changed.scorecard
            and crm_lead_states.lead_id = changed.lead_id

),

crm_lead_score_sync as (

    select
        scorecard,
        lead_id,
        crm_object,
        sync_operation,
        primary_lead_id,
        score,
        grade,
        stage,
        reasons,
        disqualification_reason,
        next_action,
        due_at,
        is_holdout,
        sales_status,
        suggested_owner_id,
        rulebook_version,
        changed_at,
        publication_number,
        {{ dbt.hash(row_content(content)) }} as sync_hash
    from republished

)

select * from crm_lead_score_sync
