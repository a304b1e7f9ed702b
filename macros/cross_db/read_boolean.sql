{#- The boolean a text holds (true/false, yes/no, t/f, y/n, 1/0 in any case, 1.0/0.0), else null. -#}
{% macro read_boolean(text) -%}
    case
        when {{ is_in_list('lower(' ~ text ~ ')', ["'true'", "'t'", "'yes'", "'y'", "'1'", "'1.0'"]) }} then true
        when {{ is_in_list('lower(' ~ text ~ ')', ["'false'", "'f'", "'no'", "'n'", "'0'", "'0.0'"]) }} then false
    end
{%- endmacro %}
