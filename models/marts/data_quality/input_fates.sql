-- One row per raw table, kind of row and fate: how many of the usable rows reached somebody who is scored on
-- the latest day, and why the others did not.

with

scored_people as (

    select distinct person_id from {{ ref('lead_scores') }}

),

latest_day as (

    select distinct scored_on from {{ ref('int_scoring_dates') }}
    where is_latest

),

-- Nothing reaches leads that are created after the day, but the input holds them.
leads as (

    select
        leads.lead_id,
        case when leads.has_valid_email then leads.email end as email,
        leads.created_on > latest_day.scored_on as is_later
    from {{ ref('stg_leads') }} as leads
    cross join latest_day

),

address_holders as (

    select
        email,
        is_later
    from leads

    union all

    select
        value as email,
        false as is_later
    from {{ ref('stg_identities') }}
    where kind = 'email'

),

addresses as (

    select
        email,
        min(case when is_later then 1 else 0 end) = 1 as is_later
    from address_holders
    group by email

),

lead_person_map as (

    select
        lead_person_map.lead_id,
        lead_person_map.person_id
    from {{ ref('int_lead_person_map') }} as lead_person_map
    inner join latest_day
        on lead_person_map.scored_on = latest_day.scored_on

),

-- Counted by visitor first: there are far fewer visitors than events.
visitor_hits as (

    select
        daily_hits.visitor_key,
        event_kinds.event_type,
        sum(daily_hits.hits + daily_hits.machine_hits) as row_count
    from {{ ref('int_event_hits_daily') }} as daily_hits
    inner join {{ ref('stg_event_kinds') }} as event_kinds
        on daily_hits.kind_key = event_kinds.kind_key
    group by daily_hits.visitor_key, event_kinds.event_type

),

-- A person of one lead has no row in the map.
all_rows as (

    select
        'leads' as source_table,
        '*' as kind,
        coalesce(lead_person_map.person_id, leads.lead_id) as person_id,
        false as is_anonymous,
        false as is_shared,
        1 as row_count
    from leads
    left join lead_person_map
        on leads.lead_id = lead_person_map.lead_id

    union all

    select
        'outcomes' as source_table,
        outcomes.outcome as kind,
        coalesce(lead_person_map.person_id, outcomes.lead_id) as person_id,
        false as is_anonymous,
        addresses.email is not null as is_shared,
        1 as row_count
    from {{ ref('int_lead_outcomes') }} as outcomes
    left join lead_person_map
        on outcomes.lead_id = lead_person_map.lead_id
    left join addresses
        on outcomes.email = addresses.email

    union all

    select
        'events' as source_table,
        visitor_hits.event_type as kind,
        case
            when known_visitors.visitor_key is not null then known_visitors.person_id
            when leads.is_later then leads.lead_id
            when addresses.is_later then addresses.email
        end as person_id,
        coalesce(visitors.lead_id, visitors.email) is null as is_anonymous,
        addresses.email is not null or known_visitors.visitor_key is not null as is_shared,
        visitor_hits.row_count
    from visitor_hits
    inner join {{ ref('int_visitors') }} as visitors
        on visitor_hits.visitor_key = visitors.visitor_key
    left join {{ ref('int_known_visitors') }} as known_visitors
        on visitor_hits.visitor_key = known_visitors.visitor_key
    left join leads
        on visitors.lead_id = leads.lead_id
    left join addresses
        on visitors.email = addresses.email

),

classified as (

    select
        all_rows.source_table,
        all_rows.kind,
        case
            when scored_people.person_id is not null then 'reached a scored person'
            when all_rows.person_id is not null then 'person is not scored'
            when all_rows.is_shared then 'shared by too many'
            when all_rows.is_anonymous then 'visitor not known yet'
            else 'no such lead or address'
        end as fate,
        all_rows.row_count
    from all_rows
    left join scored_people
        on all_rows.person_id = scored_people.person_id

),

input_fates as (

    select
        cast(source_table as {{ dbt.type_string() }}) as source_table,
        cast(kind as {{ dbt.type_string() }}) as kind,
        cast(fate as {{ dbt.type_string() }}) as fate,
        cast(sum(row_count) as bigint) as row_count
    from classified
    group by source_table, kind, fate

)

select * from input_fates
