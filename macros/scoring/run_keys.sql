{#- Scorecard, scoring day and person as one number: what a run joins and groups by between int_people and the ledger,
    several times faster than by the three. It is not kept from run to run. -#}
{% macro person_day_key(people) -%}
    {{ hash_key([
        people ~ '.scorecard',
        'cast(' ~ people ~ '.scored_on as ' ~ dbt.type_string() ~ ')',
        people ~ '.person_id',
    ]) }}
{%- endmacro %}

{#- A condition of the rulebook as a number, likewise: of a rule, an override, a term of the probability and so on. -#}
{% macro condition_number(condition_kind, condition_key) -%}
    {{ hash_key(['scorecard', condition_kind, condition_key]) }}
{%- endmacro %}
