-- One row per scorecard, attribute (seniority, department) and keyword of job titles, with the label it
-- stands for.

with

seniority as (

    {{ seed_rows('seniority_keywords') }}

),

department as (

    {{ seed_rows('department_keywords') }}

),

title_keywords as (

    {% for attribute in ['seniority', 'department'] -%}
    select
        scorecard,
        '{{ attribute }}' as attribute,
        {{ plain_words('keyword') }} as keyword_words,
        {{ attribute }} as label,
        {{ read_number('priority') }} as priority
    from {{ attribute }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from title_keywords
