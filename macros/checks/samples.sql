{#- What the tests of tests/invariants look at where the whole would take as long as the build: a part that is
    all there is of a small input, and of bounded size with a large one. -#}

{#- Condition on a day, occurred_on: its events changed in this run, and it is one of the last of these, as many as hold
    a million events, one at least. -#}
{% macro is_recounted_day() -%}
    {%- set arrivals = ref('stg_event_arrivals') -%}
    {%- set changed_days = ref('stg_changed_event_days') -%}
    {%- set first = none -%}
    {%- if execute and load_relation(changed_days) is not none -%}
        {%- set query -%}
            select cast(min(occurred_on) as {{ dbt.type_string() }})
            from (
                select
                    arrivals.occurred_on,
                    sum(arrivals.raw_rows) as raw_rows,
                    sum(sum(arrivals.raw_rows)) over (
                        order by arrivals.occurred_on desc rows unbounded preceding
                    ) as rows_since
                from {{ arrivals }} as arrivals
                inner join {{ changed_days }} as changed_days
                    on arrivals.occurred_on = changed_days.occurred_on
                group by arrivals.occurred_on
            ) as days
            where rows_since - raw_rows < 1000000
        {%- endset -%}
        {%- set first = run_query(query).columns[0].values()[0] -%}
    {%- endif -%}
    {%- if not first -%} {{ return('1 = 0') }} {%- endif -%}
    {{ return("(occurred_on >= cast('" ~ first ~ "' as date) and occurred_on in (select changed_days.occurred_on from "
        ~ changed_days ~ ' as changed_days))') }}
{%- endmacro %}

{#- Condition on rows of events: they arrived with a batch that holds events of these days, so that the engine can skip
    all other batches. -#}
{% macro arrived_on_recounted_days() -%}
    {%- set arrivals = ref('stg_event_arrivals') -%}
    {%- set batches = [] -%}
    {%- if execute and load_relation(arrivals) is not none -%}
        {%- set batches = run_query(
            'select distinct arrival_batch from ' ~ arrivals ~ ' where ' ~ is_recounted_day()
        ).columns[0].values() | list -%}
    {%- endif -%}
    {{ return('1 = 1' if none in batches else 'arrival_batch in (' ~ (batches or ['null']) | join(', ') ~ ')') }}
{%- endmacro %}

{#- Condition on a lead_id: it is one of the first two thousand leads. A bound, so that the engine can read
    their rows only. -#}
{% macro is_sampled_lead(lead_id) -%}
    {%- set leads = ref('stg_leads') -%}
    {%- set last = none -%}
    {%- if execute and load_relation(leads) is not none -%}
        {%- set last = run_query(
            'select max(lead_id) from (select lead_id from ' ~ leads ~ ' order by lead_id limit 2000) as first_leads'
        ).columns[0].values()[0] -%}
    {%- endif -%}
    {{ return(lead_id ~ ' <= ' ~ text_literal(last or '')) }}
{%- endmacro %}

{#- Condition on a day: it is the first one that this run scored, or a later one. -#}
{% macro is_since_this_run(day) -%}
    {%- set dates = ref('int_dates_this_run') -%}
    {%- set first = none -%}
    {%- if execute and load_relation(dates) is not none -%}
        {%- set first = run_query('select min(scored_on) from ' ~ dates).columns[0].values()[0] -%}
    {%- endif -%}
    {{ return(day ~ " >= cast('" ~ first ~ "' as date)" if first else '1 = 0') }}
{%- endmacro %}
