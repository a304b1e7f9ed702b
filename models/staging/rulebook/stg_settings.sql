-- One row per scorecard: its settings, typed; defaults where the file has no row.

with

scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

settings as (

    select
        scorecard,
        cast(0 as {{ type_double() }}) as scale_low,
        cast(100 as {{ type_double() }}) as scale_high,
        'won' as conversion_outcome,
        cast(null as {{ dbt.type_string() }}) as conversion_product,
        90 as conversion_horizon_days,
        'mql' as mql_stage,
        1 as min_score_change,
        'max' as account_formula,
        5 as account_top_people,
        cast(50 as {{ type_double() }}) as account_next_person_percent,
        scorecard_rank = 1 as is_active
    from scorecards

)

select * from settings
