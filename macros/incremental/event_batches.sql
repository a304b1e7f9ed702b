{#- Statuses of the batches of events (stg_event_batches) as this run finds them; none before it has looked. -#}
{% macro batch_statuses() -%}
    {%- set batches = ref('stg_event_batches') -%}
    {%- set batches = load_relation(batches) if execute else none -%}
    {%- if batches -%}
        {{ return(run_query('select distinct batch_status from ' ~ batches).columns[0].values() | list) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}

{#- True where a batch loaded before is gone or has changed: then all events are loaded again. -#}
{% macro is_full_event_reload() -%}
    {{ return('lost' in batch_statuses()) }}
{%- endmacro %}

{#- True where no event was loaded before, or all are loaded again. -#}
{% macro is_first_or_full_load() -%}
    {{ return('lost' in batch_statuses() or 'known' not in batch_statuses()) }}
{%- endmacro %}

{#- Condition on rows of events: they arrived with a batch of the query. Batches are spelled out, so that the
    engine can skip the rows of all others. -#}
{% macro arrived_with(query) -%}
    {%- if is_first_or_full_load() -%}
        {{ return('1 = 1') }}
    {%- endif -%}
    {%- set batches = run_query(query).columns[0].values() | list -%}
    {{ return('arrival_batch in (' ~ batches | join(', ') ~ ')' if batches else '1 = 0') }}
{%- endmacro %}

{#- Condition: the event is new in this run. -#}
{% macro in_new_batch() -%}
    {{ arrived_with("select arrival_batch from " ~ ref('stg_event_batches') ~ " where batch_status = 'new'") }}
{%- endmacro %}

{#- Condition: the event happened on a day whose events differ from those the last run knew. -#}
{% macro happened_on_a_changed_day() -%}
    {%- set changed_days = ref('stg_changed_event_days') -%}
    {%- set batches -%}
        select distinct arrivals.arrival_batch
        from {{ ref('stg_event_arrivals') }} as arrivals
        inner join {{ changed_days }} as changed_days
            on arrivals.occurred_on = changed_days.occurred_on
    {%- endset -%}
    {{ arrived_with(batches) }}
    {%- if not is_first_or_full_load() %}
        and occurred_on in (select changed_days.occurred_on from {{ changed_days }} as changed_days)
    {%- endif -%}
{%- endmacro %}

{#- Pre-hook of what is kept of events: before all are loaded, all of it goes, also what a run left that broke
    off; else what the condition says, which this run writes again. -#}
{% macro delete_rebuilt_events(condition) -%}
    {%- set is_all = is_first_or_full_load() -%}
    {%- if is_incremental() -%}
        {{ delete_rows('1 = 1' if is_all else condition) }}
    {%- endif -%}
{%- endmacro %}
