{#- True where a lower-case text has the shape of an email address: one @, a dotted domain, no spaces.
    Anything else names nobody, so that two leads with 'n/a' do not become one person. -#}
{% macro is_valid_email(email) -%}
    coalesce({{ matches_regex(email, '^[^@ ,;<>]+@[^@ ,;<>.]+([.][^@ ,;<>.]+)+$') }}, false)
{%- endmacro %}
