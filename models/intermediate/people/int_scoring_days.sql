-- One row per scoring day: the as-of day and the month ends before it.
-- Every scoring model reads this one, so none runs before the rulebook has passed its checks.
-- depends_on: {{ ref('rulebook_problems') }}

with

latest as (

    select {{ as_of_day() }} as scored_on

),

month_ends as (

    {% for months_back in range(var('history_months')) %}
    select
        {{ add_days(dbt.dateadd('month', -months_back, dbt.date_trunc('month', 'scored_on')), -1) }} as scored_on
    from latest
    {{ 'union all' if not loop.last }}
    {% else %}
    select scored_on from latest where 1 = 0
    {% endfor %}

),

scoring_days as (

    select
        scored_on,
        true as is_latest
    from latest

    union all

    select
        scored_on,
        false as is_latest
    from month_ends

)

select * from scoring_days
