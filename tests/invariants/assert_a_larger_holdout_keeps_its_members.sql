-- People of a small hold-out who would not be in a larger one; 0 % that holds somebody, 100 % that does not hold all.

{%- set percents = [0, 1, 5, 50, 100] %}

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

drawn as (

    select
        lead_id,
        {%- for percent in percents %}
        case when {{ is_holdout('lead_id', percent) }} then 1 else 0 end as drawn_at_{{ percent }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from lead_scores

)

select *
from drawn
where
    drawn_at_0 = 1
    or drawn_at_100 = 0
    {%- for percent in percents[1:] %}
    or drawn_at_{{ percents[loop.index0] }} > drawn_at_{{ percent }}
    {%- endfor %}
