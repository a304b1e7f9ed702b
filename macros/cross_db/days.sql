{#- Whole days from one day to a later one, as an integer. -#}
{% macro days_between(earlier, later) -%}
    cast({{ dbt.datediff(earlier, later, 'day') }} as integer)
{%- endmacro %}

{#- The day that many days after (or, negative, before) the given one. -#}
{% macro add_days(day, days) -%}
    cast({{ dbt.dateadd('day', days, day) }} as date)
{%- endmacro %}

{#- Condition on a day: it is the last one of its month. -#}
{% macro is_month_end(day) -%}
    {{ add_days(day, 1) }} = cast({{ dbt.date_trunc('month', add_days(day, 1)) }} as date)
{%- endmacro %}

{#- The moment that many minutes after (or, negative, before) the given day's midnight or moment, which has whole minutes. -#}
{% macro add_minutes(moment, minutes) -%}
    cast({{ dbt.dateadd('minute', '(' ~ minutes ~ ')', 'cast(' ~ moment ~ ' as timestamp)') }} as timestamp)
{%- endmacro %}

{#- The moment that many whole seconds after the given one. -#}
{% macro add_seconds(moment, seconds) -%}
    {{ return(adapter.dispatch('add_seconds', 'lead_scoring')(moment, seconds)) }}
{%- endmacro %}

{% macro default__add_seconds(moment, seconds) -%}
    {{ dbt.dateadd('second', seconds, moment) }}
{%- endmacro %}

{#- dbt's own would drop what comes behind the seconds. -#}
{% macro spark__add_seconds(moment, seconds) -%} timestampadd(second, {{ seconds }}, {{ moment }}) {%- endmacro %}

{#- Whole minutes from one moment to a later one, as an integer. -#}
{% macro minutes_between(earlier, later) -%}
    cast({{ dbt.datediff(earlier, later, 'minute') }} as integer)
{%- endmacro %}

{#- Hours from one moment to a later one, to a tenth. -#}
{% macro hours_between(earlier, later) -%}
    {{ rounded(dbt.datediff(earlier, later, 'minute') ~ ' / 60.0', 9, 1) }}
{%- endmacro %}
