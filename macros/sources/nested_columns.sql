{#- What lies inside columns of an entity's table as if it were columns of its own: an item of a list of keys and values
    (repeated: {column: prefix}), and a field of a struct, or of an object in JSON whose values are numbers or plain words
    (structs: [column]). By name the SQL of a text. -#}
{% macro nested_columns(spec, found) -%}
    {%- set names = [] -%}
    {%- for column in spec['columns'].values() -%} {%- do names.extend(column['names']) -%} {%- endfor -%}
    {%- set texts = {} -%}
    {%- for name in names if name not in found -%}
        {%- for column, prefix in spec.get('repeated', {}).items() if column in found and name.startswith(prefix) -%}
            {%- do texts.update({name: repeated_value(adapter.quote(found[column].name), name[prefix | length:])}) -%}
        {%- endfor -%}
        {%- for column in spec.get('structs', []) if column in found and name.startswith(column ~ '_') -%}
            {%- set field = name[column | length + 1:] -%}
            {%- if field in found[column].data_type | lower -%}
                {%- do texts.update({name: 'cast(' ~ adapter.quote(found[column].name) ~ '.' ~ field ~ ' as '
                    ~ dbt.type_string() ~ ')'}) -%}
            {%- elif found[column].dtype | lower in ['json', 'jsonb', 'variant', 'super', 'varchar', 'text', 'string'] -%}
                {%- do texts.update({name: json_value(json_of(found[column]), [field])}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(texts) }}
{%- endmacro %}
