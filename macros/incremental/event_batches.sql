{#- Statuses of the batches of events (stg_event_batches) as this run finds them; none before it has looked. -#}
{% macro batch_statuses() -%}
    {%- set batches = ref('stg_event_batches') -%}
    {%- set batches = load_relation(batches) if execute else none -%}
    {%- if batches -%}
        {{ return(run_query('select distinct batch_status from ' ~ batches).columns[0].values() | list) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}

{#- True where other code loaded a batch, or nobody can say what is new: then all events are loaded again. -#}
{% macro is_full_event_reload() -%}
    {{ return('lost' in batch_statuses()) }}
{%- endmacro %}

{#- True where no event was loaded before, or all are loaded again. -#}
{% macro is_first_or_full_load() -%}
    {%- set statuses = batch_statuses() -%}
    {{ return('lost' in statuses or 'known' not in statuses) }}
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

{#- Condition: the event arrived with a batch that is new in this run, or is taken in again because it changed. -#}
{% macro in_new_batch() -%}
    {{ arrived_with("select arrival_batch from " ~ ref('stg_event_batches') ~ " where batch_status in ('new', 'changed')") }}
{%- endmacro %}

{#- Condition on the texts of a row of raw.events, for raw_rows: another event, new or known, may have its event_id. -#}
{% macro is_doubled_event(texts) -%}
    {%- if 'event_id' not in texts -%} {{ return('1 = 0') }} {%- endif -%}
    {{ return(hash_key([read_id('(' ~ clean_text(texts['event_id']) ~ ')')]) ~ ' in (select doubled.event_key from '
        ~ ref('stg_doubled_events') ~ ' as doubled)') }}
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

{#- What earlier runs have taken in, one row per batch with its mark, also by a run that broke off. -#}
{% macro batches_taken_in() -%}
    {%- set event_rows = previous_run('stg_event_rows') -%}
    select
        arrival_batch,
        max(batch_mark) as batch_mark
    from {{ event_rows or '(select cast(null as integer) as arrival_batch, cast(null as bigint) as batch_mark) as none_yet' }}
    {{ 'where 1 = 0' if not event_rows }}
    group by arrival_batch
{%- endmacro %}

{#- Pre-hook of what tells how changed batches were before: it goes with the first run after one that got to its end. -#}
{% macro delete_settled_batches() -%}
    {%- if is_incremental() -%}
        {%- set batches = [] -%}
        {%- if not is_full_event_reload() -%}
            {%- set batches = run_query('select arrival_batch from ' ~ ref('stg_event_batches')
                ~ ' where not is_settled').columns[0].values() | list -%}
        {%- endif -%}
        {{ delete_rows('arrival_batch not in (' ~ batches | join(', ') ~ ')' if batches else '1 = 1') }}
    {%- endif -%}
{%- endmacro %}

{#- Condition: events that are taken in again, or were, happened on the day. column: SQL of the day. -#}
{% macro is_replaced_day(column) -%}
    {%- set days, replaced = [], ref('stg_replaced_events') -%}
    {%- if execute and load_relation(replaced) is not none -%}
        {%- for day in run_query('select distinct occurred_on from ' ~ replaced).columns[0].values() -%}
            {%- do days.append("cast('" ~ day ~ "' as date)") -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(column ~ ' in (' ~ days | join(', ') ~ ')' if days else '1 = 0') }}
{%- endmacro %}

{#- Condition on visitors or kinds of events, where a batch has changed: no event is left that names them by this key. -#}
{% macro is_without_events(key) -%}
    {%- if 'changed' not in batch_statuses() -%} {{ return('1 = 0') }} {%- endif -%}
    not exists (
        select 1
        from (select events.{{ key }} as known_key from {{ ref('stg_event_rows') }} as events) as named
        where named.known_key = {{ key }}
    )
{%- endmacro %}

{#- Pre-hook of what is kept of events: before all are loaded, all of it goes, also what a run left that broke
    off; else what the condition says, which this run writes again. -#}
{% macro delete_rebuilt_events(condition) -%}
    {%- set is_all = is_first_or_full_load() -%}
    {%- if is_incremental() -%}
        {{ delete_rows('1 = 1' if is_all else condition) }}
    {%- endif -%}
{%- endmacro %}
