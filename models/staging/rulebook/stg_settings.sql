-- One row per scorecard: its settings, the default for those that settings.csv does not give.

with

scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

setting_rows as (

    {{ seed_rows('settings') }}

),

given as (

    select
        scorecards.scorecard,
        {%- for name in rulebook_settings() %}
        max(case when lower(setting_rows.setting) = '{{ name }}' then setting_rows.value end) as {{ name }},
        {%- endfor %}
        scorecards.scorecard_rank
    from scorecards
    left join setting_rows
        on scorecards.scorecard = setting_rows.scorecard
    group by scorecards.scorecard, scorecards.scorecard_rank

),

typed as (

    select
        scorecard,
        {%- for name, setting in rulebook_settings().items() %}
        {{ setting_or_default(setting, name) }} as {{ name }},
        {%- endfor %}
        scorecard_rank
    from given

),

-- The scorecard in force is always active; a challenger is if it says so.
settings as (

    select
        scorecard,
        {%- for name in rulebook_settings() if name != 'is_active' %}
        {{ name }},
        {%- endfor %}
        scorecard_rank = 1 or is_active as is_active
    from typed

)

select * from settings
