-- One row per scoring day and lead that existed on it: the person it belongs to, the person's primary lead,
-- and the lead's rank in filling the person's attributes (1 = the primary itself).

with

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

components as (

    select distinct
        scored_on,
        lead_id,
        component_label
    from {{ ref('int_identity_components') }}

),

kept_ids as (

    select * from {{ ref('int_person_ids') }}

),

merge_targets as (

    select distinct
        scored_on,
        merged_into_lead_id as lead_id
    from lead_days
    where merged_into_lead_id is not null

),

-- A chain of merges ends at its last lead that exists on the day.
described as (

    select
        lead_days.scored_on,
        lead_days.lead_id,
        lead_days.is_deleted,
        lead_days.created_on,
        lead_days.first_created_on,
        lead_days.updated_at,
        coalesce(components.component_label, lead_days.lead_id) as person_key,
        components.component_label is not null as has_duplicates,
        merge_targets.lead_id is not null and next_leads.lead_id is null as is_merge_root
    from lead_days
    left join components
        on
            lead_days.scored_on = components.scored_on
            and lead_days.lead_id = components.lead_id
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
        *,
        row_number() over (
            partition by scored_on, person_key
            order by
                case when is_deleted then 1 else 0 end asc,
                case when is_merge_root then 0 else 1 end asc,
                updated_at desc nulls last,
                {{ text_order('lead_id') }} asc
        ) as merge_rank,
        row_number() over (
            partition by scored_on, person_key
            order by first_created_on asc, {{ text_order('lead_id') }} asc
        ) as age_rank
    from described

),

people as (

    select
        scored_on,
        person_key,
        has_duplicates,
        max(case when merge_rank = 1 then lead_id end) as primary_lead_id,
        max(case when age_rank = 1 then lead_id end) as first_lead_id
    from ranked
    group by scored_on, person_key, has_duplicates

),

-- The id of a person who was known before an older lead arrived. On days on which the two are different
-- people, or several would take the id, the first lead is the id as usual.
claims as (

    select
        people.scored_on,
        people.person_key,
        kept_ids.person_id,
        row_number() over (
            partition by people.scored_on, kept_ids.person_id
            order by {{ text_order('people.first_lead_id') }}
        ) as claim_rank
    from people
    inner join kept_ids
        on people.first_lead_id = kept_ids.lead_id
    left join described as id_leads
        on
            people.scored_on = id_leads.scored_on
            and kept_ids.person_id = id_leads.lead_id
    where id_leads.person_key is null or people.person_key = id_leads.person_key

),

lead_person_map as (

    select
        ranked.scored_on,
        ranked.lead_id,
        coalesce(claims.person_id, people.first_lead_id) as person_id,
        people.primary_lead_id,
        ranked.merge_rank,
        ranked.is_deleted,
        ranked.created_on,
        ranked.has_duplicates
    from ranked
    inner join people
        on
            ranked.scored_on = people.scored_on
            and ranked.person_key = people.person_key
    left join claims
        on
            people.scored_on = claims.scored_on
            and people.person_key = claims.person_key
            and claims.claim_rank = 1

)

select * from lead_person_map
