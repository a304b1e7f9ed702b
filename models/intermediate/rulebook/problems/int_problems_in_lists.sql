-- One row per row of a list (keywords, aliases, email domains, machine traffic) and reason why it cannot work.

with

{% set keys = {
    'seniority_keywords': 'keyword', 'department_keywords': 'keyword', 'country_aliases': 'alias',
    'industry_aliases': 'alias', 'company_size_aliases': 'alias', 'lead_source_aliases': 'alias',
    'machine_agents': 'operator', 'machine_bursts': 'event_type', 'exchange_rates': 'currency', 'disposable_email_domains': 'domain', 'personal_email_domains': 'domain',
} %}
{#- What a row stands for, and how what stands for it is compared. -#}
{% set meanings = {
    'seniority_keywords': ('seniority', plain_words('keyword')),
    'department_keywords': ('department', plain_words('keyword')),
    'country_aliases': ('country', alias_key('alias')),
    'industry_aliases': ('industry', alias_key('alias')),
    'company_size_aliases': ('employee_count', alias_key('alias')),
    'lead_source_aliases': ('lead_source', alias_key('alias')),
    'machine_agents': ('machine_type', "lower(coalesce(operator, '') || ' ' || operand)"),
    'exchange_rates': ('rate', 'upper(currency)'),
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
    'lead_source_aliases': [missing('alias'), missing('lead_source')],
    'machine_agents': [
        missing('operand'),
        not_one_of('operator', ['equals', 'in', 'contains', 'starts_with']),
        not_one_of('machine_type', ['scanner', 'privacy_proxy', 'crawler'], required=true)
    ],
    'exchange_rates': [
        missing('currency'), missing('rate'),
        unreadable('rate', read_number('rate'), 'a number above 0', '<= 0')
    ],
    'machine_bursts': [
        missing('event_type'), missing('max_gap_seconds'), missing('min_hits'), missing('min_assets'),
        unreadable('max_gap_seconds', read_integer('max_gap_seconds'), 'a whole number of 0 or more', '< 0'),
        unreadable('min_hits', read_integer('min_hits'), positive, '<= 0'),
        unreadable('min_assets', read_integer('min_assets'), positive, '<= 0')
    ],
} %}
{% set domain_lists = ['personal_email_domains', 'disposable_email_domains'] %}
{% for list in domain_lists %}
{% do checks.update({list: [(
    'is_in_both', "'domain ' || " ~ in_quotes('domain') ~ " || ' is in " ~ domain_lists | reject('eq', list) | first
        ~ ".csv too'",
    'Delete the domain from one of the two files'
)]}) %}
{% endfor %}
{% for list, (meaning, _) in meanings.items() %}
{% set word = 'operand' if list == 'machine_agents' else keys[list] %}
{% do checks[list].append((
    word ~ ' is not null and lower(' ~ meaning ~ ') <> lower(first_meaning)',
    "'" ~ word ~ " ' || " ~ in_quotes(word) ~ " || ' has two meanings: " ~ meaning ~ " ' || " ~ in_quotes(meaning)
        ~ " || ' here and ' || " ~ in_quotes('first_meaning')
        ~ " || coalesce(' in row ' || cast(first_row as " ~ dbt.type_string() ~ "), ' in another row')",
    'Keep the row that is right and delete the other'
)) %}
{% endfor %}
{% for list in checks %}
{{ list }}_rows as (

    {{ seed_rows(list) }}

),

{% endfor %}
{% for list in domain_lists %}
{% set other = domain_lists | reject('eq', list) | first %}
{{ list }}_domains as (

    select distinct
        scorecard,
        lower(domain) as domain
    from {{ list }}_rows

),

{{ other }}_checked as (

    select
        {{ other }}_rows.*,
        {{ list }}_domains.domain is not null as is_in_both
    from {{ other }}_rows
    left join {{ list }}_domains
        on
            {{ other }}_rows.scorecard = {{ list }}_domains.scorecard
            and lower({{ other }}_rows.domain) = {{ list }}_domains.domain

),

{% endfor %}
{% for list, (meaning, spelling) in meanings.items() %}
{% set window = 'partition by scorecard, ' ~ spelling ~ ' order by row_number asc, ' ~ text_order(meaning)
    ~ ' asc rows between unbounded preceding and unbounded following' %}
{{ list }}_checked as (

    select
        *,
        first_value({{ meaning }}) over ({{ window }}) as first_meaning,
        first_value(row_number) over ({{ window }}) as first_row
    from {{ list }}_rows

),

{% endfor %}
problems as (

    {% for list in checks %}
    {{ list_problems(list, list ~ ('_rows' if list == 'machine_bursts' else '_checked'), keys[list], checks[list]) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from problems
