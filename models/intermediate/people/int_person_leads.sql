-- One row per scoring day and lead that existed on it: the person's primary lead, and the lead's rank
-- in filling that person's attributes (1 = the primary itself).

with

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

clusters as (

    select * from {{ ref('int_lead_clusters') }}

),

merge_targets as (

    select distinct
        scored_on,
        merged_into_lead_id as lead_id
    from lead_days
    where merged_into_lead_id is not null

),

-- A chain of merges ends at its last lead that the day holds.
described as (

    select
        lead_days.scored_on,
        lead_days.lead_id,
        lead_days.is_deleted,
        lead_days.created_on,
        lead_days.updated_at,
        coalesce(clusters.cluster_label, lead_days.lead_id) as person_key,
        clusters.cluster_label is not null as has_duplicates,
        merge_targets.lead_id is not null and next_leads.lead_id is null as is_merge_root
    from lead_days
    left join clusters
        on
            lead_days.scored_on = clusters.scored_on
            and lead_days.lead_id = clusters.lead_id
    left join merge_targets
        on
            lead_days.scored_on = merge_targets.scored_on
            and lead_days.lead_id = merge_targets.lead_id
    left join lead_days as next_leads
        on
            lead_days.scored_on = next_leads.scored_on
            and lead_days.merged_into_lead_id = next_leads.lead_id

),

-- A deleted lead comes last: a score on it would reach nobody.
ranked as (

    select
        scored_on,
        lead_id,
        person_key,
        is_deleted,
        created_on,
        has_duplicates,
        row_number() over (
            partition by scored_on, person_key
            order by
                case when is_deleted then 1 else 0 end asc,
                case when is_merge_root then 0 else 1 end asc,
                updated_at desc nulls last,
                {{ text_order('lead_id') }} asc
        ) as lead_rank
    from described

),

person_leads as (

    select
        scored_on,
        lead_id as member_lead_id,
        first_value(lead_id) over (partition by scored_on, person_key order by lead_rank) as lead_id,
        lead_rank,
        is_deleted,
        created_on,
        has_duplicates
    from ranked

)

select * from person_leads
