{#- The address in a text as people write it: with a display name, mailto:, angle brackets, invisible characters, a dot
    or comma at its end, or a second address after it. A text without any address stays as it is. -#}
{% macro read_email_address(text) -%}
    {%- set word = '[^ @,;:<>()"]' -%}
    {%- set domain = '[^ @,;:<>()"?|/]' -%}
    {%- set address = '(' ~ word ~ '+@' ~ domain ~ '*[^ @,;:<>()"?|/.])' -%}
    case
        when {{ is_plain_address(text) }} then {{ text }}
        else coalesce(nullif({{ regex_part(visible_text(text), address) }}, ''), {{ text }})
    end
{%- endmacro %}

{#- True where nothing in the text asks for a closer look. -#}
{% macro is_plain_address(text) -%}
    {{ matches_regex(text, '^[A-Za-z0-9._%+!#$&*/=^{|}~-]*@?[A-Za-z0-9._-]*[A-Za-z0-9]$') }}
{%- endmacro %}

{#- The text without characters that nobody sees (zero-width ones, soft hyphens, marks of direction) and without
    apostrophes around it; no-break spaces, brackets and tabs become spaces. A line end is taken out of the middle of an
    address, and parts two of them. -#}
{% macro visible_text(text) -%}
    {%- set blank = "\u00a0\u2002\u2003\u2007\u2009\u2028\u2029\u202f\u3000[]" -%}
    {%- set unseen = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e" -%}
    {%- set at_signs = 'length(' ~ text ~ ') - length(replace(' ~ text ~ ", '@', ''))" -%}
    {%- set gap = 'case when ' ~ at_signs ~ " > 1 then ' ' else '' end" -%}
    {%- set apostrophe = text_literal("'") -%}
    case
        when left({{ text }}, 1) = {{ apostrophe }} and right({{ text }}, 1) = {{ apostrophe }} and length({{ text }}) > 2
            then substr({{ text }}, 2, length({{ text }}) - 2)
        else replace(replace(
            translate({{ text }}, chr(9) || '{{ blank ~ unseen }}', '{{ ' ' * (blank | length + 1) }}'),
            chr(13), {{ gap }}), chr(10), {{ gap }})
    end
{%- endmacro %}
