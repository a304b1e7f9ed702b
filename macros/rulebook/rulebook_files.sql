{#- The files of a rulebook, by the names of their seeds. -#}
{% macro rulebook_files() -%}
    {{ return([
        'scoring_rules', 'rule_groups', 'segments', 'stages', 'grades', 'overrides', 'personal_email_domains',
        'disposable_email_domains', 'seniority_keywords', 'department_keywords', 'country_aliases',
        'industry_aliases', 'company_size_aliases', 'target_accounts', 'machine_agents', 'machine_bursts',
        'rising', 'probability', 'sync', 'accounts', 'business_hours',
    ]) }}
{%- endmacro %}

{#- Twelve characters that change when a cell of the rulebook, or of some of its files, changes, and not
    with the order of rows. Seeds that are not loaded yet (a linter compiles without them) count as empty. -#}
{% macro rulebook_hash(files=none) -%}
    {%- set lines = [] -%}
    {%- for file in files or rulebook_files() -%}
        {%- set seed = ref(file) -%}
        {%- if execute and load_relation(seed) is not none -%}
            {%- for row in run_query('select * from ' ~ seed).rows -%}
                {%- do lines.append(file ~ ': ' ~ (row.values() | list | tojson)) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ local_md5(lines | sort | join('\n'))[:12] }}
{%- endmacro %}
