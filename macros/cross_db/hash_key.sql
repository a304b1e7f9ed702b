{#- A whole number of 63 bits that stands for a row of texts, nulls allowed. Each engine has a fast hash of
    its own; keys are never compared across engines, and engine_version() tells when they may differ. -#}
{% macro hash_key(texts) -%}
    {{ return(adapter.dispatch('hash_key', 'lead_scoring')(texts)) }}
{%- endmacro %}

{% macro default__hash_key(texts) -%}
    cast(('x' || substr(md5(concat_ws('|', {% for text in texts %}coalesce({{ text }}, ''){{ ', ' if not loop.last }}{% endfor %})), 1, 15)) as bit(60)) as bigint)
{%- endmacro %}

{% macro duckdb__hash_key(texts) -%}
    cast(hash({{ texts | join(', ') }}) >> 1 as bigint)
{%- endmacro %}

{% macro postgres__hash_key(texts) -%}
    {%- set ns = namespace(key='0') -%}
    {%- for text in texts -%}
        {%- set ns.key = 'hashtextextended(coalesce(' ~ text ~ ", ''), " ~ ns.key ~ ')' -%}
    {%- endfor -%}
    {{ ns.key }}
{%- endmacro %}

{#- It passes over nulls, which would let one column's text stand for another's. -#}
{% macro spark__hash_key(texts) -%}
    xxhash64({% for text in texts %}coalesce({{ text }}, ''){{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro snowflake__hash_key(texts) -%}
    hash({{ texts | join(', ') }})
{%- endmacro %}

{% macro bigquery__hash_key(texts) -%}
    farm_fingerprint({{ separated(texts) }})
{%- endmacro %}

{% macro redshift__hash_key(texts) -%}
    farmfingerprint64({{ separated(texts) }})
{%- endmacro %}

{#- Texts one after another, told apart by a character that none of them should hold. -#}
{% macro separated(texts) -%}
    {%- for text in texts -%} coalesce({{ text }}, ''){{ ' || chr(31) || ' if not loop.last }} {%- endfor -%}
{%- endmacro %}

{#- What hash_key depends on beside its arguments, as SQL text: hashes stored by another version are not
    comparable. -#}
{% macro engine_version() -%}
    {{ return(adapter.dispatch('engine_version', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__engine_version() -%} '' {%- endmacro %}

{% macro duckdb__engine_version() -%} version() {%- endmacro %}
