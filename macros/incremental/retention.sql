{#- Retention (docs/guides/security.md): events, versions of leads and scored days that are older than a var lets them be
    are left out of all that a run reads and keeps. -#}

{#- Condition on rows of events: the text of the time is one of a day before those that are kept. An event whose time
    cannot be read has no age. -#}
{% macro is_too_old(text, first_day) -%}
    coalesce(cast({{ read_timestamp(text) }} as date) < {{ first_day }}, false)
{%- endmacro %}

{#- The end of base_events: the rows that are old enough to be gone are not read. -#}
{% macro only_kept_events() -%}
    {%- set first_day = kept_from('keep_events_months') -%}
    {%- if first_day -%} where not {{ is_too_old(quoted('occurred_at'), first_day) }} {%- endif -%}
{%- endmacro %}

{#- The same for raw_rows, before the columns are read as text; true of all where nothing is too old. -#}
{% macro is_kept_event(texts) -%}
    {%- set first_day = kept_from('keep_events_months') -%}
    {%- if not first_day or 'occurred_at' not in texts -%} {{ return('1 = 1') }} {%- endif -%}
    {{ return('not ' ~ is_too_old(clean_text(texts['occurred_at']), first_day)) }}
{%- endmacro %}

{#- Hook at the start of a run: events that are too old leave raw.events, where `make` has loaded it; the tables of a
    team are the team's, and Parquet tables of Spark lose no single rows. -#}
{% macro forget_old_events() -%}
    {%- set first_day = kept_from('keep_events_months') if execute -%}
    {%- if first_day and target.type != 'spark' and load_relation(source('raw', 'input_facts')) -%}
        {%- set events = load_relation(source('raw', 'events')) -%}
        {%- if events and 'occurred_at' in column_names(events) -%}
            {%- call statement('forget', auto_begin=true) -%}
                delete from {{ events }} where {{ is_too_old(clean_text('occurred_at'), first_day) }}
            {%- endcall -%}
            {%- do adapter.commit() -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- Post-hook of lead_snapshot: of versions that no kept day sees, and of leads that are no longer in the input and whose
    last version is older, all that they say is emptied. That the lead was seen stays: it decides whose person_id lasts,
    and the CRM may have to clear it. -#}
{% macro empty_old_versions() -%}
    {%- set first_day = kept_from('keep_history_months') -%}
    {%- if first_day -%}
        {%- set kept = ['lead_id', 'created_at', 'created_on', 'is_deleted', 'seen_at', 'content_hash', 'has_valid_email'] -%}
        {%- set said = [] -%}
        {%- for column in adapter.get_columns_in_relation(this) if execute
            and column.name | lower not in kept and not (column.name | lower).startswith('dbt_') -%}
            {%- do said.append(adapter.quote(column.name) ~ ' = null') -%}
        {%- endfor -%}
        update {{ this }}
        set {{ (said + ['has_valid_email = false', "content_hash = ''"]) | join(', ') }}
        where
            content_hash <> ''
            and (
                cast(dbt_valid_to as date) <= {{ first_day }}
                or (
                    cast(dbt_updated_at as date) < {{ first_day }}
                    and lead_id not in (select leads.lead_id from {{ ref('int_leads_for_snapshot') }} as leads)
                )
            )
    {%- endif -%}
{%- endmacro %}
