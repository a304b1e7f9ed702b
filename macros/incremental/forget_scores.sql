{#- Pre-hooks of the tables that keep scores, one row or more per scoring day and lead: what this run writes
    again goes first, so that a second run leaves a table as it is. -#}
{% macro forget_whole_days() -%}
    {%- set scoring_days = ref('int_scoring_days') -%}
    {%- if is_incremental() -%}
        {{ delete_rows('scored_on in (select days.scored_on from ' ~ scoring_days ~ ' as days where days.is_whole)') }}
    {%- endif -%}
{%- endmacro %}

{#- The rows of leads that something touched, from the day on from which it matters. -#}
{% macro forget_touched_leads() -%}
    {%- set touched_leads = ref('int_touched_leads') -%}
    {%- if is_incremental() -%}
        {%- set is_touched %}
            scored_on >= (select min(touched.touched_from) from {{ touched_leads }} as touched)
            and exists (
                select 1
                from (
                    select touched.lead_id as touched_lead_id, touched.touched_from
                    from {{ touched_leads }} as touched
                ) as touched
                where touched.touched_lead_id = person_id and touched.touched_from <= scored_on
            )
        {%- endset %}
        {{ delete_rows(is_touched) }}
    {%- endif -%}
{%- endmacro %}

{#- Days that nobody wants: a comparison day whose week is over, or a day of a run that broke off before it was
    recorded. -#}
{% macro forget_stray_days() -%}
    {%- set wanted_days = ref('int_wanted_days') -%}
    {%- if is_incremental() -%}
        {{ delete_rows('scored_on not in (select days.scored_on from ' ~ wanted_days ~ ' as days)') }}
    {%- endif -%}
{%- endmacro %}

{#- Stages follow from the days before: all days from the first that is scored whole on go. -#}
{% macro forget_days_after() -%}
    {%- set scoring_days = ref('int_scoring_days') -%}
    {%- if is_incremental() -%}
        {%- set is_from_then_on %}
            scored_on >= (
                select min(days.scored_on) from {{ scoring_days }} as days
                where days.is_whole and days.is_kept
            )
        {%- endset %}
        {{ delete_rows(is_from_then_on) }}
    {%- endif -%}
{%- endmacro %}
