{#- How the tables of the input are read where they have another shape than the contract's (docs/guides/connect-your-tables.md).
    `make` reads mapping.yml next to the files and applies it when it loads them; plain dbt has it as var mapping. Both by
    these macros. -#}

{#- The parts that a table of the contract is made of, each with its mapping: one without any where the var names none.
    Sources (var sources) add theirs, and then tables of the contract are read only where mapping or raw_models names them. -#}
{% macro mapping_of(table) -%}
    {%- set mapping = var('mapping', none) or {} -%}
    {%- for name in mapping if name not in input_tables() -%}
        {{ refuse_mapping('it maps ' ~ name ~ ', which is no table of the input' ~ closest(name, input_tables())) }}
    {%- endfor -%}
    {%- set from_sources = source_parts(table) -%}
    {%- set is_named = table in (var('raw_models', none) or {}) or not from_sources -%}
    {%- set parts = mapping.get(table) or ([{}] if is_named else []) -%}
    {{ return(([parts] if parts is mapping else parts) + from_sources) }}
{%- endmacro %}

{% macro refuse_mapping(problem) -%}
    {{ exceptions.raise_compiler_error('mapping: ' ~ problem ~ '.') }}
{%- endmacro %}

{#- The columns of a part of a table as SQL of texts, by the contract's name or an attribute's. names: the columns that
    the part has, by the name it has them, and how the engine quotes each. -#}
{% macro mapped_columns(table, part, names) -%}
    {%- do check_mapping(table, part, names) -%}
    {%- set columns, used = {}, [] -%}
    {%- for column, source in (part.get('columns') or {}).items() -%}
        {%- set name = mapped_name(table, column) -%}
        {%- do columns.update({name: source_text(table, source, names, name)}) -%}
        {%- for name in source_columns(source) -%} {%- do used.append(find_column(name, names)) -%} {%- endfor -%}
    {%- endfor -%}
    {%- for column, value in (part.get('constants') or {}).items() -%}
        {%- do columns.update({mapped_name(table, column):
            'cast(' ~ text_literal(value | string) ~ ' as ' ~ dbt.type_string() ~ ')'}) -%}
    {%- endfor -%}
    {%- set given = {} -%}
    {%- for name, as_text in names.items() if name not in used and part.get('other_columns') != 'drop' -%}
        {%- set plain = mapped_name(table, name) -%}
        {%- if plain not in columns and (plain not in given or name | lower == plain) -%}
            {%- do given.update({plain: as_text}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do columns.update(given) -%}
    {%- for column, words in (part.get('values') or {}).items() -%}
        {%- set name = mapped_name(table, column) -%}
        {%- do columns.update({name: translated(columns[name], words)}) -%}
    {%- endfor -%}
    {%- for column, format in (part.get('times') or {}).items() -%}
        {%- set name = mapped_name(table, column) -%}
        {%- set text = clean_text(columns[name]) -%}
        {%- set moment = read_timestamp_as(text, format) -%}
        {%- do columns.update({name:
            'coalesce(cast(' ~ moment ~ ' as ' ~ dbt.type_string() ~ '), ' ~ columns[name] ~ ')'}) -%}
    {%- endfor -%}
    {%- for column, prefix in (part.get('prefixes') or {}).items() -%}
        {%- set name = mapped_name(table, column) -%}
        {%- set id = read_id(clean_text(columns[name])) -%}
        {%- do columns.update({name: 'case when not (' ~ is_null_word(id, null_words(table, name)) ~ ') then '
            ~ text_literal(prefix | string) ~ ' || ' ~ id ~ ' end'}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{#- Columns of a part that would be one and the same to the project, by that name, where none of them has it exactly and
    the mapping names none. -#}
{% macro rival_columns(table, part, names) -%}
    {%- set named, found, rivals = [], {}, {} -%}
    {%- for column in (part.get('columns') or {}) -%} {%- do named.append(mapped_name(table, column)) -%} {%- endfor -%}
    {%- for name in names -%}
        {%- set column = mapped_name(table, name) -%}
        {%- do found.update({column: found.get(column, []) + [name]}) -%}
    {%- endfor -%}
    {%- for column, candidates in found.items() if candidates | length > 1 and column not in named
        and part.get('other_columns') != 'drop'
        and candidates | map('lower') | select('eq', column) | list | length != 1 -%}
        {%- do rivals.update({column: candidates}) -%}
    {%- endfor -%}
    {{ return(rivals) }}
{%- endmacro %}

{#- The condition that a row of a part is wanted. -#}
{% macro mapped_filter(part, names) -%}
    {%- set conditions = [] -%}
    {%- for key in ['where', 'where_not'] -%}
        {%- for column, wanted in (part.get(key) or {}).items() -%}
            {%- set text = 'lower(' ~ clean_text(names[find_column(column, names)]) ~ ')' -%}
            {%- set values = [] -%}
            {%- for value in (wanted if wanted is iterable and wanted is not string else [wanted]) -%}
                {%- do values.append(value | string | trim | lower if value is not none else '') -%}
            {%- endfor -%}
            {%- set literals = [] -%}
            {%- for value in values -%} {%- do literals.append(text_literal(value)) -%} {%- endfor -%}
            {%- do conditions.append(
                ('not ' if key == 'where_not' else '') ~ '(coalesce(' ~ text ~ ", '') in (" ~ literals | join(', ') ~ '))'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(conditions | join(' and ') or '1 = 1') }}
{%- endmacro %}

{#- A column's name as the contract or the rules have it. -#}
{% macro mapped_name(table, column) -%}
    {%- set plain = plain_name(column) -%}
    {%- if table == 'leads' and plain not in lead_columns() -%} {{ return(attribute_name(column)) }} {%- endif -%}
    {{ return('input_' ~ plain if plain in engine_columns() else plain) }}
{%- endmacro %}

{#- What the mapping puts into a column: a column's name; a list of them, the first that is filled and holds no word for
    missing; or a text with names in braces, which is missing where one of them is. -#}
{% macro source_text(table, source, names, column) -%}
    {%- if source is iterable and source is not string -%}
        {%- set texts, words = [], null_words(table, column) -%}
        {%- for name in source -%}
            {%- set text = clean_text(source_text(table, name, names, column)) -%}
            {%- do texts.append(text if loop.last else
                'case when not (' ~ is_null_word(text, words) ~ ') then ' ~ text ~ ' end') -%}
        {%- endfor -%}
        {{ return(texts[0] if texts | length == 1 else 'coalesce(' ~ texts | join(', ') ~ ')') }}
    {%- endif -%}
    {%- if '{' not in source | string -%} {{ return(names[find_column(source, names)]) }} {%- endif -%}
    {%- set texts = [] -%}
    {%- for literal in modules.re.split('[{][^}]*[}]', source) -%}
        {%- if literal -%} {%- do texts.append(text_literal(literal)) -%} {%- endif -%}
        {%- if not loop.last -%}
            {%- set name = modules.re.findall('[{]([^}]*)[}]', source)[loop.index0] -%}
            {%- do texts.append(read_id(clean_text(names[find_column(name, names)]))) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(texts | join(' || ')) }}
{%- endmacro %}

{#- The columns that an entry of `columns` names. -#}
{% macro source_columns(source) -%}
    {%- set found = [] -%}
    {%- for text in (source if source is iterable and source is not string else [source]) -%}
        {%- do found.extend(modules.re.findall('[{]([^}]*)[}]', text | string) or [text | string]) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#- The column of a part that a name means, without regard to case and punctuation; none if there is none. -#}
{% macro find_column(name, names) -%}
    {%- set name = name | string -%}
    {%- for rule in ['exact', 'case', 'plain'] -%}
        {%- for column in names -%}
            {%- if (rule == 'exact' and column == name)
                or (rule == 'case' and column | lower == name | lower)
                or (rule == 'plain' and plain_name(column) == plain_name(name)) -%}
                {{ return(column) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}

{#- A text in the contract's words; * stands for all that is not named, and an empty word for missing. -#}
{% macro translated(text, words) -%}
    {%- set given = 'lower(' ~ clean_text(text) ~ ')' -%}
    {%- set ns = namespace(rest=text) -%}
    case
    {%- for word, meaning in words.items() -%}
        {%- set result = text_literal(meaning | string) if meaning is not none and meaning | string else 'null' -%}
        {%- if word == '*' -%}
            {%- set ns.rest = 'case when ' ~ given ~ ' is not null then ' ~ result ~ ' end' -%}
        {%- else %}
        when {{ given }} = {{ text_literal(word | string | trim | lower) }} then {{ result }}
        {%- endif -%}
    {%- endfor %}
        {{ 'when 1 = 0 then null' if words.keys() | list == ['*'] }}
        else {{ ns.rest }}
    end
{%- endmacro %}

{#- Stops where the mapping names what is not there, with the closest name that is. -#}
{% macro check_mapping(table, part, names) -%}
    {%- set keys = ['file', 'files', 'table', 'model', 'columns', 'values', 'times', 'constants', 'prefixes', 'where',
        'where_not', 'other_columns'] -%}
    {%- for key in part if key not in keys -%}
        {{ refuse_mapping(key ~ ' of ' ~ table ~ ' is no part of a mapping' ~ closest(key, keys)) }}
    {%- endfor -%}
    {%- if part.get('other_columns', 'keep') not in ['keep', 'drop'] -%}
        {{ refuse_mapping('other_columns of ' ~ table ~ ' is ' ~ part['other_columns'] ~ '; write keep or drop') }}
    {%- endif -%}
    {%- for key in ['columns', 'values', 'times', 'constants', 'prefixes', 'where', 'where_not']
        if part.get(key) and part[key] is not mapping -%}
        {{ refuse_mapping(key ~ ' of ' ~ table ~ ' has to be a list of names with what belongs to each, such as {'
            ~ required_columns(table)[0] ~ ': ...}') }}
    {%- endfor -%}
    {%- for column, source in (part.get('columns') or {}).items() -%}
        {%- do check_target(table, column, 'columns') -%}
        {%- if column in (part.get('constants') or {}) -%}
            {{ refuse_mapping(column ~ ' of ' ~ table ~ ' stands in columns and in constants; keep one of them') }}
        {%- endif -%}
        {%- for name in source_columns(source) if find_column(name, names) is none -%}
            {{ refuse_mapping(column ~ ' of ' ~ table ~ ' is the column ' ~ name ~ ', which the input does not have'
                ~ closest(name, names.keys() | list)) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- for column in (part.get('constants') or {}) -%} {%- do check_target(table, column, 'constants') -%} {%- endfor -%}
    {%- set targets = [] -%}
    {%- for column in (part.get('columns') or {}).keys() | list + (part.get('constants') or {}).keys() | list
        + names.keys() | list -%}
        {%- do targets.append(mapped_name(table, column)) -%}
    {%- endfor -%}
    {%- for key in ['values', 'times', 'prefixes'] -%}
        {%- for column in (part.get(key) or {}) if mapped_name(table, column) not in targets -%}
            {{ refuse_mapping(key ~ ' of ' ~ table ~ ' names the column ' ~ column ~ ', which the input does not have'
                ~ closest(column, targets)) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- for column, format in (part.get('times') or {}).items() -%}
        {%- set problem = time_format_problem(format) -%}
        {%- if problem -%}
            {{ refuse_mapping('times of ' ~ table ~ ' has ' ~ format ~ ' for ' ~ column ~ ', which ' ~ problem) }}
        {%- endif -%}
    {%- endfor -%}
    {%- for key in ['where', 'where_not'] -%}
        {%- for column in (part.get(key) or {}) if find_column(column, names) is none -%}
            {{ refuse_mapping(key ~ ' of ' ~ table ~ ' names the column ' ~ column ~ ', which the input does not have'
                ~ closest(column, names.keys() | list)) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{#- Only leads have columns of their own making: attributes that rules can name. -#}
{% macro check_target(table, column, key) -%}
    {%- set plain = plain_name(column) -%}
    {%- if plain not in input_columns(table) -%}
        {%- if table != 'leads' -%}
            {{ refuse_mapping(key ~ ' of ' ~ table ~ ' has ' ~ column ~ ', which is no column of ' ~ table
                ~ closest(column, input_columns(table))) }}
        {%- elif is_taken_name(plain) -%}
            {{ refuse_mapping(key ~ ' of leads has ' ~ column ~ ', a name that the project uses itself; call the'
                ~ ' attribute input_' ~ plain) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- '; did you mean ...?' with the name most like another one, by the pairs of letters they share; else the names. -#}
{% macro closest(name, names) -%}
    {%- set ns = namespace(best='', score=0.0) -%}
    {%- set wanted = letter_pairs(name) -%}
    {%- for candidate in names -%}
        {%- set pairs = letter_pairs(candidate) -%}
        {%- set shared = wanted | select('in', pairs) | list | length + pairs | select('in', wanted) | list | length -%}
        {%- set score = shared / ((wanted | length + pairs | length) or 1) -%}
        {%- if score > ns.score -%}
            {%- set ns.best = candidate -%}
            {%- set ns.score = score -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if ns.score >= 0.4 -%} {{ return('; did you mean ' ~ ns.best ~ '?') }} {%- endif -%}
    {{ return('; there are ' ~ names[:40] | join(', ') ~ (' and more' if names | length > 40 else '')) }}
{%- endmacro %}

{% macro letter_pairs(name) -%}
    {%- set text = ' ' ~ plain_name(name) | replace('_', '') ~ ' ' -%}
    {%- set pairs = [] -%}
    {%- for start in range(text | length - 1) -%} {%- do pairs.append(text[start:start + 2]) -%} {%- endfor -%}
    {{ return(pairs) }}
{%- endmacro %}

{#- Stops where the mapping translates a word that no row of a part has, with the closest that some row has. The part is
    read once for each column that is translated. -#}
{% macro check_words(table, part, names, relation) -%}
    {%- if execute and part.get('values') -%}
        {%- set bare = dict(part, values={}, times={}, prefixes={}) -%}
        {%- set columns = mapped_columns(table, bare, names) -%}
        {%- for column, words in part['values'].items() -%}
            {%- set text = clean_text(columns[mapped_name(table, column)]) -%}
            {%- set found = run_query(
                'select distinct ' ~ text ~ ' from ' ~ relation ~ ' where ' ~ mapped_filter(part, names)).columns[0].values() -%}
            {%- set there = found | reject('none') | list -%}
            {%- set wanted = words.keys() | map('string') | map('trim') | map('lower') | reject('eq', '*') | list -%}
            {%- set spare = [] -%}
            {%- for word in there if word | lower not in wanted -%} {%- do spare.append(shown_value(word)) -%} {%- endfor -%}
            {%- for word in wanted if word not in there | map('lower') | list -%}
                {%- set hint = closest(word, spare) -%}
                {%- if 'did you mean' in hint or ('*' not in words
                    and wanted | select('in', there | map('lower') | list) | list == []) -%}
                    {{ refuse_mapping('values of ' ~ table ~ ' translates ' ~ word ~ ' in ' ~ column
                        ~ ', a value that no row has' ~ hint) }}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
