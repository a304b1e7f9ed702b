{#- What came of a group of the conversion cohort (int_backtest, each person's first day), as the columns that all
    conversion reports share. Small groups are shown with their interval, and is_enough is false for them. -#}
{% macro conversion_columns() -%}
    cast(count(*) as bigint) as leads,
    cast(sum(has_converted) as bigint) as conversions,
    {{ rate_columns('conversion_rate', 'sum(has_converted)', 'count(*)') }},
    cast(sum(was_accepted) as bigint) as accepted,
    cast(sum(was_rejected) as bigint) as rejected,
    cast(sum(won_amount) as {{ type_decimal(28, 2) }}) as won_amount,
    cast(avg(cast(days_to_convert as {{ type_double() }})) as {{ type_decimal(9, 2) }}) as days_to_convert,
    count(*) >= {{ var('min_group_size') }} as is_enough
{%- endmacro %}
