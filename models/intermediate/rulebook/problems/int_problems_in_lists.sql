-- One row per row of a list (keywords, aliases, machine traffic) and reason why it cannot work.

with

{% set keys = {
    'seniority_keywords': 'keyword', 'department_keywords': 'keyword', 'country_aliases': 'alias',
    'industry_aliases': 'alias', 'company_size_aliases': 'alias', 'machine_agents': 'operator',
    'machine_bursts': 'event_type',
} %}
{% set positive = 'a whole number above 0' %}
{% set checks = {
    'seniority_keywords': [
        missing('keyword'), missing('seniority'), unreadable('priority', read_number('priority'), 'a number')
    ],
    'department_keywords': [
        missing('keyword'), missing('department'), unreadable('priority', read_number('priority'), 'a number')
    ],
    'country_aliases': [missing('alias'), missing('country')],
    'industry_aliases': [missing('alias'), missing('industry')],
    'company_size_aliases': [
        missing('alias'), missing('employee_count'),
        unreadable('employee_count', read_integer('employee_count'), 'a whole number')
    ],
    'machine_agents': [
        missing('operand'),
        not_one_of('operator', ['equals', 'in', 'contains', 'starts_with']),
        not_one_of('machine_type', ['scanner', 'privacy_proxy', 'crawler'], required=true)
    ],
    'machine_bursts': [
        missing('event_type'), missing('max_gap_seconds'), missing('min_hits'), missing('min_assets'),
        unreadable('max_gap_seconds', read_integer('max_gap_seconds'), 'a whole number of 0 or more', '< 0'),
        unreadable('min_hits', read_integer('min_hits'), positive, '<= 0'),
        unreadable('min_assets', read_integer('min_assets'), positive, '<= 0')
    ],
} %}
{% for list in checks %}
{{ list }}_rows as (

    {{ seed_rows(list) }}

),

{% endfor %}
problems as (

    {% for list in checks %}
    {{ list_problems(list, list ~ '_rows', keys[list], checks[list]) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from problems
