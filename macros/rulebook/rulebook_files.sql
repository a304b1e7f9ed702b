{#- The files of a rulebook, by the names of their seeds. -#}
{% macro rulebook_files() -%}
    {{ return([
        'scoring_rules', 'rule_groups', 'segments', 'stages', 'grades', 'overrides', 'personal_email_domains',
        'disposable_email_domains', 'seniority_keywords', 'department_keywords', 'country_aliases',
        'industry_aliases', 'company_size_aliases', 'lead_source_aliases', 'target_accounts', 'machine_agents',
        'machine_bursts', 'rising', 'probability', 'settings', 'business_hours', 'follow_up_actions',
        'owners', 'conditions', 'exchange_rates', 'manual_overrides',
    ]) }}
{%- endmacro %}

{#- The scorecards, the one in force first, each with its rulebook_version: twelve characters that change when a cell
    of its rulebook changes, and not with the order of rows or with other scorecards. Which events are machine traffic
    is decided once, so the lists of machines belong to all. Seeds that are not loaded yet (a linter compiles without
    them) count as empty. -#}
{% macro scorecards() -%}
    {%- set lines = {} -%}
    {%- set shared = [] -%}
    {%- for file in rulebook_files() -%}
        {%- for scorecard, line in rulebook_lines(file) -%}
            {%- if file in machine_files() -%}
                {%- do shared.append(line) -%}
            {%- else -%}
                {%- do lines.setdefault(scorecard, []).append([file, line]) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- for scorecard in lines | sort
        if lines[scorecard] | selectattr(0, 'in', ['scoring_rules', 'stages']) | list -%}
        {%- do found.insert(0 if scorecard == 'default' else found | length, {
            'scorecard': scorecard,
            'rulebook_version': lead_scoring.short_hash(lines[scorecard] | map(attribute=1) | list + shared),
        }) -%}
    {%- endfor -%}
    {{ return(found or [{'scorecard': 'default', 'rulebook_version': lead_scoring.short_hash(shared)}]) }}
{%- endmacro %}

{#- A hash of the lists of machines, which all scorecards share. -#}
{% macro machine_files_version() -%}
    {%- set lines = [] -%}
    {%- for file in machine_files() -%}
        {%- do lines.extend(rulebook_lines(file) | map('last')) -%}
    {%- endfor -%}
    {{ return(lead_scoring.short_hash(lines)) }}
{%- endmacro %}

{% macro machine_files() -%} {{ return(['machine_agents', 'machine_bursts']) }} {%- endmacro %}

{#- The rows of a rulebook file, each as its scorecard and a line of text. -#}
{% macro rulebook_lines(file) -%}
    {%- set seed = ref(file) -%}
    {%- set lines = [] -%}
    {%- if execute and load_relation(seed) is not none -%}
        {%- set columns = rulebook_columns(file) -%}
        {%- set table = run_query('select * from ' ~ seed) -%}
        {%- for row in table.rows -%}
            {%- set cells = dict(zip(table.column_names | map('lower'), row.values())) -%}
            {%- set values = [] -%}
            {%- for column in columns -%} {%- do values.append(cells.get(column)) -%} {%- endfor -%}
            {%- do lines.append([
                (cells.get('scorecard') or 'default') | string | trim | lower, file ~ ': ' ~ (values | tojson)
            ]) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(lines) }}
{%- endmacro %}

{% macro short_hash(lines) -%} {{ return(local_md5(lines | sort | join('\n'))[:12]) }} {%- endmacro %}
