{#- Stops the build with all problems of the rulebook, a sentence each and grouped by file: a first build that fails may
    leave no table to read them in. -#}
{% macro raise_problems(relation) -%}
    {%- if execute -%}
        {%- set problems = run_query(
            'select file_name, row_number, row_key, problem, how_to_fix from ' ~ relation
            ~ ' order by ' ~ text_order('file_name') ~ ', row_number nulls last, '
            ~ text_order('row_key') ~ ', ' ~ text_order('problem')
        ).rows -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(lead_scoring.problem_sentences(problems) | join('\n')) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- The sentences; rows of a file that have one and the same problem share one. Each line ends as a sentence does, since
    the command line joins others (plain_message in dbt_runner.py). -#}
{% macro problem_sentences(problems) -%}
    {%- set files = {} -%}
    {%- for file, row, key, problem, how_to_fix in problems -%}
        {%- set sentence = lead_scoring.in_a_line(problem) ~ '. ' ~ lead_scoring.in_a_line(how_to_fix, 600) ~ '.' -%}
        {%- set places = files.setdefault(file, {}).setdefault(sentence, []) -%}
        {%- do places.append((row if row is not none else '') ~ (' (' ~ lead_scoring.in_a_line(key, 60) ~ ')' if key else '')) -%}
    {%- endfor -%}
    {%- set sentences = [] -%}
    {%- if files | length > 1 -%}
        {%- do sentences.append('The rulebook has ' ~ problems | length ~ ' problems in ' ~ files | length ~ ' files.') -%}
    {%- endif -%}
    {%- for file, found in files.items() -%}
        {%- set count = found.values() | map('length') | sum -%}
        {%- if problems | length > 1 -%}
            {%- do sentences.append(file ~ ' has ' ~ count ~ ' problem' ~ ('s.' if count > 1 else '.')) -%}
        {%- endif -%}
        {%- for sentence, places in found.items() -%}
            {%- set listed = places[:20] | join(', ') -%}
            {%- set rows = ('' if listed[:1] in ['', ' '] else 'row ' if places | length == 1 else 'rows ') ~ listed -%}
            {%- set more = ' and ' ~ (places | length - 20) ~ ' more' if places | length > 20 else '' -%}
            {%- do sentences.append(
                (file ~ (', ' if rows[:1] == 'r' else '') if problems | length == 1 else '- ') ~ rows ~ more ~ ': ' ~ sentence
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(sentences) }}
{%- endmacro %}

{#- A text of which some came from a file, as a terminal may show it: nothing in it steers the terminal or starts a line,
    and none is longer than a reader wants. -#}
{% macro in_a_line(text, most=300) -%}
    {%- set plain = modules.re.sub(
        '[\\x00-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]+', ' ', text | string) -%}
    {{ return(plain if plain | length <= most else plain[:most - 3] ~ '...') }}
{%- endmacro %}
