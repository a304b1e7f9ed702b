{#- True where a row of the ledger says that its rule fires for the person on the day: it has a hit that has not faded
    to nothing. Limits of the rule and its group do not matter: they take points back, not the hit. -#}
{% macro rule_fires() -%}
    hits > 0 and (base_points = 0 or base_points + daily_cap_points + decay_points <> 0)
{%- endmacro %}
