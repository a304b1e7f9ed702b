-- One row per raw table: where its rows went. raw = usable + duplicates + rejected.

with

{% set tables = {'leads': 'stg_leads', 'events': 'stg_events', 'outcomes': 'stg_outcomes'} %}
raw_counts as (

    {% for table in tables %}
    select
        '{{ table }}' as source_table,
        count(*) as raw_rows
    from {{ ref('base_' ~ table) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

usable_counts as (

    {% for table, model in tables.items() %}
    select
        '{{ table }}' as source_table,
        count(*) as usable_rows
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

duplicate_counts as (

    {% for table, model in tables.items() %}
    select
        '{{ table }}' as source_table,
        sum(case when record_status = 'duplicate' then 1 else 0 end) as duplicate_rows
    from {{ ref(model ~ '_checked') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

rejected_counts as (

    select
        source_table,
        count(*) as rejected_rows
    from {{ ref('rejected_records') }}
    group by source_table

),

reconciliation as (

    select
        cast(raw_counts.source_table as {{ dbt.type_string() }}) as source_table,
        cast(raw_counts.raw_rows as bigint) as raw_rows,
        cast(usable_counts.usable_rows as bigint) as usable_rows,
        cast(coalesce(duplicate_counts.duplicate_rows, 0) as bigint) as duplicate_rows,
        cast(coalesce(rejected_counts.rejected_rows, 0) as bigint) as rejected_rows
    from raw_counts
    inner join usable_counts
        on raw_counts.source_table = usable_counts.source_table
    inner join duplicate_counts
        on raw_counts.source_table = duplicate_counts.source_table
    left join rejected_counts
        on raw_counts.source_table = rejected_counts.source_table

)

select * from reconciliation
