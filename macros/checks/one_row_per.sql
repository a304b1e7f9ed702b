{#- Keys that are null in part or that several rows have, and keys with a row of which a statement does not hold. A
    statement that is null does not hold. -#}
{% test one_row_per(model, columns, holds=none) %}
    {%- set false_rows = 'sum(case when ' ~ (holds or '') | trim ~ ' then 0 else 1 end)' %}

    select
        {{ columns | join(',\n        ') }},
        {%- if holds %}
        {{ false_rows }} as false_rows,
        {%- endif %}
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}
        {%- if holds %}
        or {{ false_rows }} > 0
        {%- endif %}
{% endtest %}
