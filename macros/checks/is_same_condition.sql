{#- True where two rules of different ids ask the same of the same leads and one of them has dates: most
    likely one replaces the other. Rules without dates may count one signal twice on purpose (a part
    that fades fast and one that fades slowly). -#}
{% macro is_same_condition(rules, others) -%}
    {%- set pairs = [] -%}
    {%- for column in ['component', 'segment', 'signal_type', 'signal', 'field', 'operator'] -%}
        {%- do pairs.append(rules ~ '.' ~ column ~ ' = ' ~ others ~ '.' ~ column) -%}
    {%- endfor -%}
    {%- for column in ['operand', 'min_hits', 'within_days'] -%}
        {%- do pairs.append(is_same(rules ~ '.' ~ column, others ~ '.' ~ column)) -%}
    {%- endfor -%}
    (
        {{ pairs | join(' and ') }}
        and (
            {{ rules }}.valid_from > cast('0001-01-01' as date)
            or {{ rules }}.valid_to < cast('9999-12-31' as date)
            or {{ others }}.valid_from > cast('0001-01-01' as date)
            or {{ others }}.valid_to < cast('9999-12-31' as date)
        )
    )
{%- endmacro %}
