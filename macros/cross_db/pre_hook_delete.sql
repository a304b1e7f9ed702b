{#- A pre-hook that deletes what the model is about to write again. Where the engine can, in the same transaction, so
    that nobody sees the gap; DuckDB cannot add a column to a table from which the same transaction has deleted. -#}
{% macro pre_hook_delete(statement) -%}
    {{ return(adapter.dispatch('pre_hook_delete', 'lead_scoring')(statement)) }}
{%- endmacro %}

{% macro default__pre_hook_delete(statement) -%} {{ return(before_begin(statement)) }} {%- endmacro %}

{% macro postgres__pre_hook_delete(statement) -%} {{ return(in_transaction(statement)) }} {%- endmacro %}

{#- dbt runs hooks outside of a transaction on engines that have transactions. -#}
{% macro spark__pre_hook_delete(statement) -%} {{ return(in_transaction(statement)) }} {%- endmacro %}

{#- A post-hook that may stop the build: what it looks at is there to look into afterwards. -#}
{% macro after_writing(statement) -%}
    {{ return(adapter.dispatch('after_writing', 'lead_scoring')(statement)) }}
{%- endmacro %}

{% macro default__after_writing(statement) -%} {{ return(after_commit(statement)) }} {%- endmacro %}

{% macro spark__after_writing(statement) -%} {{ return(in_transaction(statement)) }} {%- endmacro %}
