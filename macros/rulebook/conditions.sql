{#- What tells one row of segments.csv from another. -#}
{% macro segment_condition_key() -%}
    {{ join_texts('@', ['segment', 'attribute', 'operator', "coalesce(operand, '')"]) }}
{%- endmacro %}

{#- A list a|b|c without spaces around its bars. Three passes take up to seven spaces away. -#}
{% macro trim_list_items(list) -%}
    {%- set ns = namespace(expression=list) -%}
    {%- for _ in range(3) -%}
        {%- set ns.expression = "replace(replace(replace(" ~ ns.expression ~ ", '  ', ' '), ' |', '|'), '| ', '|')" -%}
    {%- endfor -%}
    {{ ns.expression }}
{%- endmacro %}

{#- The low or high end of the numbers that a condition (operator, operand) takes; null where it compares no numbers. -#}
{% macro band_end(end) -%}
    {%- set open_end, open_operator, place = (('-1e15', 'lte', 1) if end == 'low' else ('1e15', 'gte', 2)) -%}
    case operator
        when 'between' then {{ read_number(clean_text(dbt.split_part('operand', "'|'", place))) }}
        when '{{ open_operator }}' then case when {{ read_number('operand') }} is not null then {{ open_end }} end
        when '{{ 'gte' if end == 'low' else 'lte' }}' then {{ read_number('operand') }}
        when 'equals' then {{ read_number('operand') }}
    end
{%- endmacro %}

{#- One row per condition of a CTE and value it asks for: the items of operator in (the first 20), else the operand. The
    conditions are read once, as Spark plans a CTE again for each place that reads it. `places` is a CTE of item_places. -#}
{% macro operand_items(conditions) -%}
    select distinct
        {{ conditions }}.scorecard,
        {{ conditions }}.attribute,
        {{ conditions }}.operator,
        {{ conditions }}.operand,
        case
            when {{ conditions }}.operator <> 'in' then {{ conditions }}.operand
            {%- for place in range(1, 21) %}
            when places.place = {{ place }}
                then {{ clean_text(dbt.split_part(conditions ~ '.operand', "'|'", place)) }}
            {%- endfor %}
        end as item
    from {{ conditions }}
    cross join places
    where places.place = 1 or {{ conditions }}.operator = 'in'
{%- endmacro %}

{#- The places of items in a list, for operand_items. -#}
{% macro item_places() -%}
    {%- for place in range(1, 21) %}
    select {{ place }} as place
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- The operators that compare a part of a text, as branches of a case. Text and operand are in lower case. -#}
{% macro part_comparisons(text, operand) -%}
            when 'contains' then {{ dbt.position(operand, text) }} > 0
            when 'starts_with' then left({{ text }}, length({{ operand }})) = {{ operand }}
            when 'ends_with' then right({{ text }}, length({{ operand }})) = {{ operand }}
{%- endmacro %}

{#- True where a value satisfies a condition (a row of int_conditions). Text compares without case; a
    value that is no number never satisfies a numeric operator; a missing value only is_missing (and,
    on an event, any). `condition` is the alias of int_conditions in the query. -#}
{% macro condition_holds(value, value_number, condition) -%}
    coalesce(
        case {{ condition }}.operator
            when 'any' then {{ condition }}.signal_type = 'event' or {{ value }} is not null
            when 'is_missing' then {{ value }} is null
            when 'is_present' then {{ value }} is not null
            when 'equals' then lower({{ value }}) = {{ condition }}.operand
            when 'not_equals' then lower({{ value }}) <> {{ condition }}.operand
            when 'in'
                then
                    {{ dbt.position("'|' || lower(" ~ value ~ ") || '|'", condition ~ '.operand_list') }} > 0
                    and {{ dbt.position("'|'", value) }} = 0
            {{ part_comparisons('lower(' ~ value ~ ')', condition ~ '.operand') }}
            when 'gte' then {{ value_number }} >= {{ condition }}.operand_number
            when 'lte' then {{ value_number }} <= {{ condition }}.operand_number
            when 'between'
                then {{ value_number }} between {{ condition }}.operand_low and {{ condition }}.operand_high
        end,
        false
    )
{%- endmacro %}
