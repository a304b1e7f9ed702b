-- One row per scorecard, row of its rulebook and reason why it cannot work. The build stops here if there is
-- one.
{{ config(
    materialized='table',
    post_hook=after_writing('{{ raise_problems(this) }}')
) }}

with

unioned as (

    select * from {{ ref('int_problems_in_scoring_rules') }}

    union all

    select * from {{ ref('int_problems_in_overrides') }}

    union all

    select * from {{ ref('int_problems_in_segments') }}

    union all

    select * from {{ ref('int_problems_in_stages') }}

    union all

    select * from {{ ref('int_problems_in_limits') }}

    union all

    select * from {{ ref('int_problems_in_lists') }}

    union all

    select * from {{ ref('int_problems_in_probability') }}

    union all

    select * from {{ ref('int_problems_in_settings') }}

    union all

    select * from {{ ref('int_problems_in_follow_up') }}

),

problems as (

    select
        scorecard,
        file_name,
        row_number,
        row_key,
        problem,
        how_to_fix
    from unioned

)

select * from problems
