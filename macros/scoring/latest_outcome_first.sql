{#- The order in which the latest outcome of sales comes first; of several at one moment the one nearest to a closed deal. -#}
{% macro latest_outcome_first(outcomes) -%}
{{ outcomes }}.occurred_at desc,
                case {{ outcomes }}.outcome
                    when 'won' then 1
                    when 'lost' then 2
                    when 'opportunity' then 3
                    when 'rejected' then 4
                    else 5
                end asc
{%- endmacro %}
