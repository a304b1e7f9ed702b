{#- The person that a lead of the input belongs to on the latest day, as a text literal; without a lead, the best person
    of the latest day. A literal, so that engines look up one person instead of everybody. -#}
{% macro person_of(lead_id, scorecard='default') -%}
    {%- set lead = text_literal(lead_id or '') -%}
    {%- set query -%}
        {%- if lead_id -%}
        select person_id from {{ ref('lead_scores') }} where lead_id = {{ lead }} or person_id = {{ lead }}
        union all
        select people.person_id
        from {{ ref('int_lead_person_map') }} as people
        inner join {{ ref('int_scoring_dates') }} as scoring_dates
            on people.scored_on = scoring_dates.scored_on
        where people.lead_id = {{ lead }} and scoring_dates.is_latest
        {%- else -%}
        select person_id from {{ ref('lead_scores') }}
        where not is_disqualified and scorecard = {{ text_literal(scorecard) }}
        order by score desc, {{ text_order('person_id') }} asc
        limit 1
        {%- endif -%}
    {%- endset -%}
    {%- set found = run_query(query).columns[0].values() if execute else [] -%}
    {{ return(text_literal(found[0] if found else '')) }}
{%- endmacro %}
