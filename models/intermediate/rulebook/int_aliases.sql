-- One row per scorecard, attribute and alias: the standard name of a country, industry, company size or
-- lead source.

with

{% set lists = {
    'country': ('country_aliases', 'country'),
    'industry': ('industry_aliases', 'industry'),
    'employee_count': ('company_size_aliases', 'employee_count'),
    'lead_source': ('lead_source_aliases', 'lead_source'),
} %}
{% for seed, _ in lists.values() %}
{{ seed }} as (

    {{ seed_rows(seed) }}

),

{% endfor %}
unioned as (

    {% for attribute, (seed, column) in lists.items() -%}
    select
        scorecard,
        '{{ attribute }}' as attribute,
        {{ alias_key('alias') }} as alias,
        {{ column }} as standard_value
    from {{ seed }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- A standard name is an alias of itself: 'GERMANY' becomes 'Germany'.
with_names as (

    select
        scorecard,
        attribute,
        alias,
        standard_value
    from unioned

    union all

    select
        scorecard,
        attribute,
        {{ alias_key('standard_value') }} as alias,
        standard_value
    from unioned
    where attribute <> 'employee_count'

),

aliases as (

    select
        scorecard,
        attribute,
        alias,
        {{ first_text('standard_value') }} as standard_value
    from with_names
    group by scorecard, attribute, alias

)

select * from aliases
