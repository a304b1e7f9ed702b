{#- Rows of base_events with their times read, and why a row cannot be used, if so. A macro, so that a model that
    needs few of the rows can pick them before their times are read. -#}
{% macro judged_events(raw_events) -%}
    select
        *,
        cast(occurred_at as date) as occurred_on,
        case
            when unreadable_line is not null then 'the line cannot be read as CSV'
            when event_id is null then 'event_id is missing'
            when event_type is null then 'event_type is missing'
            when given_occurred_at is null then 'occurred_at is missing'
            when occurred_at is null then 'occurred_at is not an ISO 8601 timestamp'
            when coalesce(lead_id, email, anonymous_id) is null
                then 'lead_id, email and anonymous_id are all missing'
        end as reject_reason
    from (
        select
            {%- for column in event_columns() if column not in ('occurred_at', 'loaded_at') %}
            {{ column }},
            {%- endfor %}
            occurred_at as given_occurred_at,
            loaded_at as given_loaded_at,
            null_words,
            unreadable_line,
            arrival_batch,
            {{ read_timestamp('occurred_at') }} as occurred_at,
            {{ read_timestamp('loaded_at') }} as loaded_at
        from {{ raw_events }}
    ) as typed
{%- endmacro %}
