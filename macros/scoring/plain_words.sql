{#- Lower-case words between single spaces, with a space at both ends, so that a whole word is found
    by position(' word ' in ...): 'V.P. of Sales/EMEA' -> ' vp of sales emea '. Dots vanish, other
    punctuation (chr(39) is the apostrophe) becomes a space. -#}
{% macro plain_words(text) -%}
    ' ' || trim(replace(replace(replace(
        translate(replace(lower({{ text }}), '.', ''), chr(39) || ',;:/()&+|_-"!?', '               '),
        '    ', ' '), '  ', ' '), '  ', ' ')) || ' '
{%- endmacro %}

{#- How aliases are compared: without case, dots and outer spaces ('U.S.A. ' is 'usa'). -#}
{% macro alias_key(text) -%}
    trim(replace(lower({{ text }}), '.', ''))
{%- endmacro %}
