-- One row per raw table: where its rows went. raw = usable + duplicates + rejected.

with

{% set tables = {'leads': 'stg_leads', 'outcomes': 'stg_outcomes', 'identities': 'stg_identities'} %}
{% for table, model in tables.items() %}
{{ table }} as (

    select
        count(*) as raw_rows,
        count(case when record_status = 'duplicate' then 1 end) as duplicate_rows
    from {{ ref(model ~ '_checked') }}

),

usable_{{ table }} as (

    select count(*) as usable_rows
    from {{ ref(model) }}

),

{% endfor %}
-- Spend has no table of its usable rows alone.
spend as (

    select
        count(*) as raw_rows,
        count(case when record_status = 'duplicate' then 1 end) as duplicate_rows
    from {{ ref('stg_spend_checked') }}

),

usable_spend as (

    select count(*) as usable_rows
    from {{ ref('stg_spend_checked') }}
    where record_status = 'usable'

),

-- Events are counted where they end up: in the rollup that the scores are made of.
raw_events as (

    select count(*) as raw_rows
    from {{ ref('base_events') }}

),

copies as (

    select count(case when copy_rank > 1 then 1 end) as duplicate_rows
    from {{ ref('stg_event_copies') }}

),

events as (

    select
        raw_events.raw_rows,
        copies.duplicate_rows
    from raw_events
    cross join copies

),

usable_events as (

    select coalesce(sum(hits + machine_hits), 0) as usable_rows
    from {{ ref('int_event_hits_daily') }}

),

rejected as (

    select
        source_table,
        count(*) as rejected_rows
    from {{ ref('rejected_records') }}
    group by source_table

),

counts as (

    {% for table in input_tables() %}
    select
        '{{ table }}' as source_table,
        {{ table }}.raw_rows,
        usable_{{ table }}.usable_rows,
        {{ table }}.duplicate_rows
    from {{ table }}
    cross join usable_{{ table }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

reconciliation as (

    select
        cast(counts.source_table as {{ dbt.type_string() }}) as source_table,
        cast(counts.raw_rows as bigint) as raw_rows,
        cast(counts.usable_rows as bigint) as usable_rows,
        cast(counts.duplicate_rows as bigint) as duplicate_rows,
        cast(coalesce(rejected.rejected_rows, 0) as bigint) as rejected_rows
    from counts
    left join rejected
        on counts.source_table = rejected.source_table

)

select * from reconciliation
