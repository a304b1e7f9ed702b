{#- A boolean as the text in which the input has it, as not every engine casts it. -#}
{% macro boolean_text(value) -%}
    case when {{ value }} then 'true' when not {{ value }} then 'false' end
{%- endmacro %}

{#- The path of a URL, without host and query; null where the text is no URL. -#}
{% macro url_path(url) -%}
    nullif({{ regex_part(url, '^[A-Za-z]+://[^/?#]+(/[^?#]*)') }}, '')
{%- endmacro %}

{#- The path of a page that a text names: a URL, a path, or a host with a path; null where it is none of them. -#}
{% macro page_path(text) -%}
    coalesce({{ url_path(text) }}, nullif({{ regex_part(text, '^(/[^?#]*)') }}, ''),
        nullif({{ regex_part(text, '^[^/?# ]+[.][^/?# ]+(/[^?#]*)') }}, ''))
{%- endmacro %}

{#- A parameter of a URL's query; null where it has none of that name. -#}
{% macro url_parameter(url, name) -%}
    nullif(replace(replace({{ regex_part(url, '[?&]' ~ name ~ '=([^&#]*)') }}, '+', ' '), '%20', ' '), '')
{%- endmacro %}
