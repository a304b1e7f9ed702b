-- One row per rule of either rulebook: what became of it.

{%- set rule_columns = scoring_rule_columns() | join(', ') %}

with

old_rules as (

    select {{ rule_columns }}
    from {{ scored_under('old', 'stg_scoring_rules') }}

),

new_rules as (

    select {{ rule_columns }}
    from {{ scored_under('new', 'stg_scoring_rules') }}

),

-- A rule may have several rows, one after another in time; it is the same if all of them are.
old_rows as (

    select * from old_rules

    {{ dbt.except() }}

    select * from new_rules

),

new_rows as (

    select * from new_rules

    {{ dbt.except() }}

    select * from old_rules

),

stacked as (

    {% for rows, found_in in {
        'old_rules': 'old', 'new_rules': 'new', 'old_rows': 'one', 'new_rows': 'one'
    }.items() -%}
    select
        rule_id,
        '{{ found_in }}' as found_in,
        description
    from {{ rows }}
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

compared_rules as (

    select
        rule_id,
        coalesce(
            max(case when found_in = 'new' then description end),
            max(case when found_in = 'old' then description end)
        ) as description,
        case
            when max(case when found_in = 'old' then 1 end) is null then 'added'
            when max(case when found_in = 'new' then 1 end) is null then 'removed'
            when max(case when found_in = 'one' then 1 end) is not null then 'edited'
            else 'same'
        end as rule_change
    from stacked
    group by rule_id

)

select * from compared_rules
