-- One row per scorecard, with its place and the versions of its rulebook and of its scores.

with

scorecards as (

    {% for scorecard in scorecards() -%}
    select
        cast({{ text_literal(scorecard.scorecard) }} as {{ dbt.type_string() }}) as scorecard,
        {{ loop.index }} as scorecard_rank,
        cast('{{ scorecard.rulebook_version }}' as {{ dbt.type_string() }}) as rulebook_version,
        cast('{{ scoring_version(scorecard.rulebook_version) }}' as {{ dbt.type_string() }}) as scoring_version
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from scorecards
