-- One row per id of the input whose rows differ in lead, type or day, so that they may be no copies of one another:
-- the row that counts, and one that does not.

{%- set named = 'coalesce(all_rows.email, all_rows.anonymous_id)' %}
{%- set shown_name = named if var('personal_data_in_marts') else shape_of(named) %}
{%- set day = 'cast(all_rows.happened_on as ' ~ dbt.type_string() ~ ')' %}

with

leads as (

    select
        'leads' as source_table,
        lead_id as record_key,
        lead_id,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as anonymous_id,
        'created' as kind,
        cast(created_at as date) as happened_on,
        record_status = 'usable' as is_kept
    from {{ ref('stg_leads_checked') }}
    where record_status in ('usable', 'duplicate')

),

events as (

    select
        'events' as source_table,
        event_id as record_key,
        lead_id,
        lower(email) as email,
        anonymous_id,
        event_type as kind,
        occurred_on as happened_on,
        copy_rank = 1 as is_kept
    from {{ ref('stg_event_copies') }}

),

outcomes as (

    select
        'outcomes' as source_table,
        outcome_id as record_key,
        lead_id,
        lower(email) as email,
        cast(null as {{ dbt.type_string() }}) as anonymous_id,
        lower(outcome) as kind,
        cast(occurred_at as date) as happened_on,
        record_status = 'usable' as is_kept
    from {{ ref('stg_outcomes_checked') }}
    where record_status in ('usable', 'duplicate')

),

all_rows as (

    select * from leads

    union all

    select * from events

    union all

    select * from outcomes

),

-- A copy may name by its address whom another names by lead_id.
compared as (

    select
        source_table,
        record_key,
        count(*) as row_count,
        coalesce(min(lead_id) <> max(lead_id), false)
        or count(lead_id) = 0 and coalesce(min(email) <> max(email), false)
        or count(lead_id) = 0 and count(email) = 0 and coalesce(min(anonymous_id) <> max(anonymous_id), false)
            as is_other_lead,
        coalesce(min(kind) <> max(kind), false) as is_other_type,
        coalesce(min(happened_on) <> max(happened_on), false) as is_other_day
    from all_rows
    group by source_table, record_key

),

differing as (

    select * from compared
    where is_other_lead or is_other_type or is_other_day

),

described as (

    select
        all_rows.*,
        differing.row_count,
        differing.is_other_lead,
        differing.is_other_type,
        differing.is_other_day,
        {{ join_texts(', ', ['coalesce(all_rows.lead_id, ' ~ named ~ ')', 'all_rows.kind', day]) }} as row_text,
        {{ join_texts(', ', ['coalesce(all_rows.lead_id, ' ~ shown_name ~ ')', 'all_rows.kind', day]) }} as shown_text
    from all_rows
    inner join differing
        on
            all_rows.source_table = differing.source_table
            and all_rows.record_key = differing.record_key

),

kept as (

    select
        source_table,
        record_key,
        max(row_text) as row_text,
        max(shown_text) as shown_text
    from described
    where is_kept
    group by source_table, record_key

),

input_conflicts as (

    select
        cast(described.source_table as {{ dbt.type_string() }}) as source_table,
        cast(described.record_key as {{ dbt.type_string() }}) as record_key,
        cast(described.row_count as bigint) as row_count,
        cast(
            {{ join_texts(', ', [
                "case when described.is_other_lead then 'lead' end",
                "case when described.is_other_type then 'type' end",
                "case when described.is_other_day then 'day' end"
            ]) }} as {{ dbt.type_string() }}
        ) as differs_in,
        cast(kept.shown_text as {{ dbt.type_string() }}) as kept_row,
        cast(
            min(case when described.row_text <> kept.row_text then described.shown_text end)
            as {{ dbt.type_string() }}
        ) as other_row
    from described
    left join kept
        on
            described.source_table = kept.source_table
            and described.record_key = kept.record_key
    group by
        described.source_table,
        described.record_key,
        described.row_count,
        described.is_other_lead,
        described.is_other_type,
        described.is_other_day,
        kept.shown_text

)

select * from input_conflicts
