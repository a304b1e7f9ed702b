{#- The person that a lead of the input belongs to on the latest day, as a text literal; without a lead, the best person
    of the latest day. A literal, so that engines look up one person instead of everybody. The var person_id names the
    person where that is known already, and spares the question. -#}
{% macro person_of(lead_id, scorecard) -%}
    {%- if var('person_id', none) -%} {{ return(text_literal(var('person_id'))) }} {%- endif -%}
    {%- set found = run_query(person_query(lead_id, scorecard)).columns[0].values() if execute else [] -%}
    {{ return(text_literal(found[0] if found else '')) }}
{%- endmacro %}

{#- The query for that person: no row where a lead is named that belongs to nobody who is scored. -#}
{% macro person_query(lead_id, scorecard) -%}
{%- set lead = text_literal(lead_id or '') -%}
with

lead_scores as (

    select * from {{ ref('lead_scores') }}
    where scorecard = {{ text_literal(scorecard) }}

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

named as (

    select person_id
    from lead_scores
    where {{ lead }} in (lead_id, person_id)

    union distinct

    select lead_scores.person_id
    from lead_scores
    inner join lead_person_map
        on
            lead_scores.person_id = lead_person_map.person_id
            and lead_scores.scored_on = lead_person_map.scored_on
    where lead_person_map.lead_id = {{ lead }}

),

ranked as (

    select
        person_id,
        row_number() over (order by score desc, {{ text_order('person_id') }} asc) as score_rank
    from lead_scores
    where not is_disqualified

),

person as (

    select person_id from named

    union all

    select person_id from ranked
    where score_rank = 1 and {{ lead }} = ''

)

select person_id from person
{%- endmacro %}
