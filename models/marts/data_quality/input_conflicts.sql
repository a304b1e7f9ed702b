-- One row per id of the input whose rows differ in lead, type or day, so that they may be no copies of one another:
-- the row that counts, and one that does not.

{%- set named = 'coalesce(email, anonymous_id)' %}
{%- set shown_name = named if var('personal_data_in_marts') else shape_of(named) %}
{%- set day = 'cast(happened_on as ' ~ dbt.type_string() ~ ')' %}

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

described as (

    select
        *,
        {{ join_texts(', ', ['coalesce(lead_id, ' ~ named ~ ')', 'kind', day]) }} as row_text,
        {{ join_texts(', ', ['coalesce(lead_id, ' ~ shown_name ~ ')', 'kind', day]) }} as shown_text
    from all_rows

),

-- A copy may name by its address whom another names by lead_id.
compared as (

    select
        source_table,
        record_key,
        count(*) as row_count,
        count(distinct lead_id) > 1
        or count(lead_id) = 0 and count(distinct email) > 1
        or count(lead_id) = 0 and count(email) = 0 and count(distinct anonymous_id) > 1 as is_other_lead,
        count(distinct kind) > 1 as is_other_type,
        count(distinct happened_on) > 1 as is_other_day,
        max(case when is_kept then row_text end) as kept_text,
        max(case when is_kept then shown_text end) as kept_row
    from described
    group by source_table, record_key

),

differing as (

    select * from compared
    where is_other_lead or is_other_type or is_other_day

),

input_conflicts as (

    select
        cast(differing.source_table as {{ dbt.type_string() }}) as source_table,
        cast(differing.record_key as {{ dbt.type_string() }}) as record_key,
        cast(differing.row_count as bigint) as row_count,
        cast(
            {{ join_texts(', ', [
                "case when differing.is_other_lead then 'lead' end",
                "case when differing.is_other_type then 'type' end",
                "case when differing.is_other_day then 'day' end"
            ]) }} as {{ dbt.type_string() }}
        ) as differs_in,
        cast(differing.kept_row as {{ dbt.type_string() }}) as kept_row,
        cast(
            min(case when described.row_text <> differing.kept_text then described.shown_text end)
            as {{ dbt.type_string() }}
        ) as other_row
    from differing
    inner join described
        on
            differing.source_table = described.source_table
            and differing.record_key = described.record_key
    group by
        differing.source_table,
        differing.record_key,
        differing.row_count,
        differing.is_other_lead,
        differing.is_other_type,
        differing.is_other_day,
        differing.kept_text,
        differing.kept_row

)

select * from input_conflicts
