{#- A text as `order by` takes it: by code point on every engine, so that ties are broken alike ('B' comes before 'a').
    Postgres would go by the language of the database. -#}
{% macro text_order(text) -%}
    {{ return(adapter.dispatch('text_order', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__text_order(text) -%} {{ text }} {%- endmacro %}

{% macro postgres__text_order(text) -%} {{ text }} collate "C" {%- endmacro %}

{#- What Postgres has to say, Redshift would take from it. -#}
{% macro redshift__text_order(text) -%} {{ text }} {%- endmacro %}

{#- The first of several texts in that order. -#}
{% macro first_text(text) -%}
    {{ return(adapter.dispatch('first_text', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__first_text(text) -%} min({{ text }}) {%- endmacro %}

{#- A collation goes with the column, and under "C" the capitals of other languages would have no small letters. -#}
{% macro postgres__first_text(text) -%} min({{ text }} collate "C") collate "default" {%- endmacro %}

{% macro redshift__first_text(text) -%} min({{ text }}) {%- endmacro %}
