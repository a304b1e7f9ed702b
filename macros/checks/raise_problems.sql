{#- Stops the build with the first problems of the rulebook, a sentence each; the rest stay in the table. -#}
{% macro raise_problems(relation) -%}
    {%- if execute -%}
        {%- set problems = run_query(
            'select file_name, row_number, row_key, problem, how_to_fix from ' ~ relation
            ~ ' order by ' ~ text_order('file_name') ~ ', row_number nulls last, '
            ~ text_order('row_key') ~ ', ' ~ text_order('problem')
        ).rows -%}
        {%- set sentences = [] -%}
        {%- for row in problems[:5] -%}
            {%- do sentences.append(
                row[0] ~ (', row ' ~ row[1] if row[1] is not none else '')
                ~ (' (' ~ row[2] ~ ')' if row[2] else '') ~ ': ' ~ row[3] ~ '. ' ~ row[4] ~ '.'
            ) -%}
        {%- endfor -%}
        {%- if problems | length > 5 -%}
            {%- do sentences.append('... and ' ~ (problems | length - 5) ~ ' more problems in ' ~ relation.schema ~ '.' ~ relation.identifier ~ '.') -%}
        {%- endif -%}
        {%- if sentences -%}
            {{ exceptions.raise_compiler_error(sentences | join('\n')) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
