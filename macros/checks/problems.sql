{#- The path of a rulebook file as its owner knows it; a team that has this project as a package may own some. -#}
{% macro rulebook_path(seed) -%}
    {%- for node in (graph.get('nodes', {}).values() if execute else [])
        if node.resource_type == 'seed' and node.name == seed and node.package_name != 'lead_scoring' -%}
        {{ return(node.original_file_path) }}
    {%- endfor -%}
    {%- set directory = env_var('RULEBOOK', '') or 'seeds/rulebook' -%}
    {%- if directory.lower().endswith('.xlsx') -%} {{ return(directory ~ ', sheet ' ~ seed) }} {%- endif -%}
    {{ return(modules.re.sub('/+$', '', directory) ~ '/' ~ seed ~ '.csv') }}
{%- endmacro %}

{#- The columns that place a problem with a whole file, in a CTE that groups the rows of `rows` by scorecard. -#}
{% macro file_columns(rows) -%}
    max({{ rows }}.file_name) as file_name,
    cast(null as integer) as row_number,
    coalesce(min(case when {{ rows }}.is_filled_in then 1 else 0 end), 0) = 1 as is_filled_in
{%- endmacro %}

{#- One row per row of `rows` and check that it fails: scorecard, file, row, key, problem and
    how to fix it. Rows that are filled in from the default rulebook are not checked.
    checks: a list of (condition that holds for a bad row, problem as an SQL expression, how to fix it as text; in a
    list of one, as an SQL expression). warning: of which kind they are, if they are no problems but warnings. -#}
{% macro list_problems(seed, rows, key, checks, warning=none) -%}
    {%- for condition, problem, how_to_fix in checks %}
    select
        scorecard,
        {%- if warning %}
        cast('{{ warning }}' as {{ dbt.type_string() }}) as warning,
        {%- endif %}
        coalesce(
            file_name,
            case when scorecard <> 'default' then '{{ seed }}.csv of the scorecard ' || scorecard end,
            cast('{{ rulebook_path(seed) }}' as {{ dbt.type_string() }})
        ) as file_name,
        row_number,
        cast({{ key }} as {{ dbt.type_string() }}) as row_key,
        cast({{ problem }} as {{ dbt.type_string() }}) as problem,
        cast(
            {{ text_literal(how_to_fix) if how_to_fix is string else how_to_fix[0] }} as {{ dbt.type_string() }}
        ) as how_to_fix
    from {{ rows }}
    where
        ({{ condition }})
        and not is_filled_in
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- A check that a cell, where it is filled, holds a number (reader: read_number, read_integer, read_date). -#}
{% macro unreadable(column, reading, kind, bound=none, required=false) -%}
    {{ return((
        column ~ ' is not null and ' ~ reading ~ ' is null' ~ (' or ' ~ reading ~ ' ' ~ bound if bound else ''),
        "'" ~ column ~ " ' || " ~ in_quotes(column) ~ " || ' is not " ~ kind ~ "'",
        'Write ' ~ kind ~ ('' if required else ', or leave the cell empty for the default')
    )) }}
{%- endmacro %}

{#- A check that a cell holds one of a list of words; an empty cell passes unless it is required. -#}
{% macro not_one_of(column, words, required=false) -%}
    {%- set listed = "'" ~ (words | join("', '")) ~ "'" -%}
    {{ return((
        'lower(' ~ column ~ ') not in (' ~ listed ~ ')' ~ (' or ' ~ column ~ ' is null' if required else ''),
        "'" ~ column ~ " ' || " ~ in_quotes('coalesce(' ~ column ~ ", '')") ~ " || ' is not known'",
        'Use one of ' ~ (words | join(', '))
    )) }}
{%- endmacro %}

{#- A check that a required cell is filled. -#}
{% macro missing(column) -%}
    {{ return((column ~ ' is null', "'" ~ column ~ " is empty'", 'Fill the cell, or delete the row')) }}
{%- endmacro %}

{#- The operators a condition may use. -#}
{% macro known_operators() -%}
    {{ return([
        'any', 'equals', 'not_equals', 'in', 'contains', 'starts_with', 'ends_with', 'gte', 'lte', 'between',
        'is_missing', 'is_present',
    ]) }}
{%- endmacro %}

{#- Those that compare with an operand. -#}
{% macro operators_with_operand() -%}
    {{ return(known_operators() | reject('in', ['any', 'is_missing', 'is_present']) | list) }}
{%- endmacro %}

{#- The checks on which field of an event a condition looks at; `is_event` is the SQL that is true for events. -#}
{% macro field_checks(is_event) -%}
    {{ return([
        not_one_of('field', ['asset'] + event_fields()),
        (
            'field is not null and not coalesce(' ~ is_event ~ ', false)',
            "'field ' || " ~ in_quotes('field') ~ " || ' says nothing: only events have fields'",
            'Leave field empty, or write signal_type event'
        ),
        (
            "lower(field) = 'value' and lower(operator) in ('equals', 'not_equals') and operand is not null and "
                ~ read_number('operand') ~ ' is null',
            "'operand ' || " ~ in_quotes('operand') ~ " || ' is not a number, and value is one'",
            'Write a number in operand'
        ),
    ]) }}
{%- endmacro %}

{#- The checks on a condition: operator, operand, and the attribute it asks about. `signal` is the column
    that names the attribute, `is_attribute` the SQL that is true where it does. -#}
{% macro condition_checks(signal, is_attribute) -%}
    {%- set attributes = known_attributes() | map('lower') | list -%}
    {{ return([
        missing(signal),
        not_one_of('operator', known_operators()),
        (
            is_attribute ~ ' and lower(' ~ signal ~ ") not in ('"
            ~ (attributes | map('replace', "'", "''") | join("', '")) ~ "') and scorecard || ' ' || lower(" ~ signal
            ~ ") not in (select scorecard || ' days_since_last_' || lower(rule_group) from "
            ~ ref('stg_rule_groups') ~ ' where rule_group is not null)',
            "'attribute ' || " ~ in_quotes(signal) ~ " || ' is neither known nor a column of the input'",
            'Use ' ~ ('one of its own columns (' ~ (custom_attributes() | join(', ')) ~ '), ' if custom_attributes())
                ~ 'a column of the contract, or a derived attribute such as seniority (plain dbt: name your own '
                ~ 'columns in the var custom_attributes)'
        ),
        (
            "lower(operator) in ('" ~ (operators_with_operand() | join("', '")) ~ "') and operand is null",
            "'operator ' || operator || ' has no operand'",
            'Write in operand what to compare with'
        ),
        (
            "lower(operator) in ('gte', 'lte') and operand is not null and " ~ read_number('operand') ~ ' is null',
            "'operand ' || " ~ in_quotes('operand') ~ " || ' of operator ' || operator || ' is not a number'",
            'Write a number in operand'
        ),
        (
            "lower(operator) = 'between' and operand is not null and coalesce("
                ~ read_number(clean_text(dbt.split_part('operand', "'|'", 1))) ~ ' > '
                ~ read_number(clean_text(dbt.split_part('operand', "'|'", 2))) ~ ', true)',
            "'operand ' || " ~ in_quotes('operand') ~ " || ' of operator between is not a range'",
            'Write two numbers, the lower one first: 100|999'
        ),
    ]) }}
{%- endmacro %}

{#- Checks of a row that names a condition of conditions.csv in `name`; `is_condition` says which rows do. What else a
    row may ask of a signal says nothing there: `empty` are these columns. -#}
{% macro named_condition_checks(name, is_condition, empty) -%}
    {%- set given = [] -%}
    {%- for column in empty -%} {%- do given.append(column ~ ' is not null') -%} {%- endfor -%}
    {{ return([
        (
            is_condition ~ ' and ' ~ name ~ " is not null and scorecard || ' ' || lower(" ~ name
                ~ ") not in (select scorecard || ' ' || condition_id from " ~ ref('stg_conditions')
                ~ ' where condition_id is not null)',
            "'condition ' || " ~ in_quotes(name) ~ " || ' is not known'",
            'Add the condition to conditions.csv, or use one of it'
        ),
        (
            is_condition ~ ' and (' ~ (given | join(' or ')) ~ ')',
            "'a condition holds or does not, so " ~ (empty | join(', ')) ~ " say nothing'",
            'Leave them empty, and write into conditions.csv what must hold'
        ),
    ]) }}
{%- endmacro %}

{#- A join of the rows of a file to int_unlisted_operands; `signal` is the column that names the attribute. -#}
{% macro join_unlisted_operands(rows, signal) -%}
    left join {{ ref('int_unlisted_operands') }} as unlisted_operands
        on
            {{ rows }}.scorecard = unlisted_operands.scorecard
            and lower({{ rows }}.{{ signal }}) = unlisted_operands.attribute
            and lower(coalesce({{ rows }}.operator, 'any')) = unlisted_operands.operator
            and {{ rows }}.operand = unlisted_operands.operand
{%- endmacro %}

{#- A check that a condition asks an attribute with a closed list for one of its values. -#}
{% macro unlisted(signal, is_attribute='1 = 1') -%}
    {{ return((
        is_attribute ~ ' and unlisted_values is not null',
        signal ~ " || ' is never ' || unlisted_values",
        ['how_to_list'],
    )) }}
{%- endmacro %}
