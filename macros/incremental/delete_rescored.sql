{#- Pre-hooks of the tables that keep scores, one row or more per scoring day and person: what this run writes again is
    deleted first, so that a second run leaves a table as it is. Tables of a scorecard have the column scorecard; the
    map of leads to people has none. -#}

{#- True for a row whose scoring day, and scorecard, is among `dates`, a query with the columns of int_scoring_dates. -#}
{% macro is_among_dates(dates, has_scorecard) -%}
    {%- set listed = 'select dates.scored_on as listed_on, dates.scorecard as listed_scorecard from ' ~ dates -%}
    exists (
        select 1
        from ({{ listed }}) as listed
        where listed.listed_on = scored_on
        {%- if has_scorecard %} and listed.listed_scorecard = scorecard {%- endif %}
    )
{%- endmacro %}

{#- The days that this run scores whole. -#}
{% macro delete_rescored_dates(has_scorecard=true) -%}
    {%- set dates = ref('int_dates_this_run') -%}
    {%- if is_incremental() -%}
        {{ delete_rows(lead_scoring.is_among_dates(dates ~ ' as dates where dates.is_whole', has_scorecard)) }}
    {%- endif -%}
{%- endmacro %}

{#- People with a lead that changed, from the day on from which it matters. -#}
{% macro delete_rescored_leads() -%}
    {%- set leads = ref('int_leads_to_rescore') -%}
    {%- if is_incremental() -%}
        {%- set is_changed %}
            scored_on >= (select min(leads.rescore_from) from {{ leads }} as leads)
            and exists (
                select 1
                from (
                    select leads.lead_id as changed_lead_id, leads.rescore_from
                    from {{ leads }} as leads
                ) as leads
                where leads.changed_lead_id = person_id and leads.rescore_from <= scored_on
            )
        {%- endset %}
        {{ delete_rows(is_changed) }}
    {%- endif -%}
{%- endmacro %}

{#- Days that nobody wants: a comparison day whose week is over, a day of a run that broke off before it was recorded,
    and scorecards that are no longer in force. -#}
{% macro delete_unwanted_dates(has_scorecard=true) -%}
    {%- set dates = ref('int_scoring_dates') -%}
    {%- if is_incremental() -%}
        {{ delete_rows('not ' ~ lead_scoring.is_among_dates(dates ~ ' as dates', has_scorecard)) }}
    {%- endif -%}
{%- endmacro %}

{#- Stages follow from the days before: all days of a scorecard from the first that is scored whole are deleted. -#}
{% macro delete_later_dates() -%}
    {%- set dates = ref('int_dates_this_run') -%}
    {%- if is_incremental() -%}
        {%- set is_later %}
            exists (
                select 1
                from (
                    select dates.scorecard as whole_scorecard, min(dates.scored_on) as first_whole_on
                    from {{ dates }} as dates
                    where dates.is_whole and dates.is_kept
                    group by dates.scorecard
                ) as whole
                where whole.whole_scorecard = scorecard and whole.first_whole_on <= scored_on
            )
        {%- endset %}
        {{ delete_rows(is_later) }}
    {%- endif -%}
{%- endmacro %}
