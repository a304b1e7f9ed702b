-- One row per kind of event: its type, its asset, and the other fields by which hits are counted apart. Events name
-- their kind by its key, so that no text is kept by event. Kinds of rejected events are among them; they have no hits.
-- Written after stg_event_rows, by which the next run knows what a run took in that broke off.
-- depends_on: {{ ref('stg_event_rows') }}
{{ config(
    materialized='incremental', full_refresh=false,
    pre_hook=pre_hook_delete("{{ delete_rebuilt_events(is_without_events('kind_key')) }}")
) }}

{% set kind = event_kind() %}

with

spellings as (

    select * from {{ ref('base_event_kinds') }}
    where
        {{ in_new_batch() }}
        and event_type is not null

),

new_kinds as (

    select distinct
        {%- for column in event_kind_columns() %}
        {{ kind.get(column, 'cast(null as ' ~ dbt.type_string() ~ ')') }} as {{ column }},
        {%- endfor %}
        {{ hash_key(kind.values() | list) }} as kind_key
    from spellings

),

event_kinds as (

    select new_kinds.*
    from new_kinds
    {% if is_incremental() and not is_first_or_full_load() %}
    left join {{ this }} as known
        on
            new_kinds.kind_key = known.kind_key
            {%- for column in event_kind_columns() %}
            and {{ is_same('new_kinds.' ~ column, 'known.' ~ column) }}
            {%- endfor %}
    where known.kind_key is null
    {% endif %}

)

select * from event_kinds
