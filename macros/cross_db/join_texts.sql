{#- Texts with a separator between them, nulls left out; '' where all are null. -#}
{% macro join_texts(separator, texts) -%}
    {{ return(adapter.dispatch('join_texts', 'lead_scoring')(separator, texts)) }}
{%- endmacro %}

{% macro default__join_texts(separator, texts) -%}
    concat_ws('{{ separator }}', {{ texts | join(', ') }})
{%- endmacro %}

{#- concat_ws of Snowflake is null where one of the texts is. -#}
{% macro snowflake__join_texts(separator, texts) -%}
    array_to_string(array_construct_compact({{ texts | join(', ') }}), '{{ separator }}')
{%- endmacro %}

{% macro bigquery__join_texts(separator, texts) -%}
    array_to_string([{{ texts | join(', ') }}], '{{ separator }}')
{%- endmacro %}

{#- Redshift has no such function: the separator goes before each text, and the first one is cut off. -#}
{% macro redshift__join_texts(separator, texts) -%}
    substring(
        {%- for text in texts %}
        coalesce('{{ separator }}' || {{ text }}, ''){{ ' ||' if not loop.last }}
        {%- endfor %},
        {{ separator | length + 1 }}
    )
{%- endmacro %}
