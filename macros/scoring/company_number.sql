{#- A number as people write it for a company, as plain digits: '1,200' -> '1200', '$1.5M' -> '1500000',
    '250+' -> '250'. Null where it is none. -#}
{% macro company_number(text) -%}
    {%- set bare = "translate(lower(" ~ text ~ "), '$€£~+, ', '')" -%}
    {%- set digits = trim_end(bare, 'kmbn') -%}
    case
        when {{ read_number(bare) }} is not null then {{ bare }}
        when {{ matches_regex(bare, '^[0-9]{1,12}([.][0-9]{1,6})?(k|m|mn|b|bn)$') }}
            then
                cast(cast(
                    {{ read_number(digits) }}
                    * case
                        when {{ bare }} like '%k' then 1000
                        when {{ bare }} like '%m' or {{ bare }} like '%mn' then 1000000
                        else 1000000000
                    end
                    as bigint) as {{ dbt.type_string() }})
    end
{%- endmacro %}
