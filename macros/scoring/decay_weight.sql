{#- The share of a hit's points left after `idle_days`, the days of its age beyond the grace period, by
    the shape of decay that the rule (the alias `rules`) asks for. Formulas: README, Method. -#}
{% macro decay_weight(idle_days) -%}
    case rules.decay
        when 'exponential'
            then power(cast(0.5 as {{ type_double() }}), least({{ idle_days }} / rules.decay_days, 1000))
        when 'linear' then greatest(0, 1 - {{ idle_days }} / rules.decay_days)
        when 'step'
            then greatest(0, 1 - rules.decay_percent / 100 * floor({{ idle_days }} / rules.decay_days))
        else 1
    end
{%- endmacro %}
