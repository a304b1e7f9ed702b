{#- Rows of which another has the same values in all the columns named. -#}
{% test unique_combination_of_columns(model, combination_of_columns, quote_columns=false) %}
    {%- set columns = [] -%}
    {%- for column in combination_of_columns -%}
        {%- do columns.append(adapter.quote(column) if quote_columns else column) -%}
    {%- endfor %}

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}


{#- Rows where the expression (or, under a column, the column followed by the expression) is not true. -#}
{% test expression_is_true(model, expression, column_name=none) %}
    select *
    from {{ model }}
    where not coalesce({{ column_name ~ ' ' if column_name else '' }}{{ expression }}, false)
{% endtest %}


{#- Rows whose value lies outside the range; nulls pass. -#}
{% test accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) %}
    {%- set equals = '=' if inclusive else '' %}
    select *
    from {{ model }}
    where
        {% if min_value is not none %}not ({{ column_name }} >{{ equals }} {{ min_value }})
        {%- else %}false{% endif %}
        or {% if max_value is not none %}not ({{ column_name }} <{{ equals }} {{ max_value }})
        {%- else %}false{% endif %}
{% endtest %}
