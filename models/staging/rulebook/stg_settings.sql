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
        max(case when lower(setting_rows.setting) = '{{ name }}' then setting_rows.value end) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from scorecards
    left join setting_rows
        on scorecards.scorecard = setting_rows.scorecard
    group by scorecards.scorecard

),

settings as (

    select
        scorecard,
        {%- for name, setting in rulebook_settings().items() %}
        {%- set value = read_setting(setting, name) %}
        {%- if setting.default is not defined %}
        {{ value }} as {{ name }}
        {%- elif setting.default is string %}
        coalesce({{ value }}, '{{ setting.default }}') as {{ name }}
        {%- else %}
        coalesce({{ value }}, {{ setting.default }}) as {{ name }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from given

)

select * from settings
