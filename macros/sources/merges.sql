{#- Expressions of a with clause that follow merges to the record that stands at the end of a chain. steps: one with a row for
    each loser_id and the winner_id it was merged into. The result is followed_merges, with the same columns. Each round
    doubles the merges that are followed, so six follow 64. -#}
{% macro followed_merges(steps, rounds=6) -%}
{%- for round in range(1, rounds + 1) -%}
{%- set last = steps if round == 1 else 'round_' ~ (round - 1) -%}
{{ 'followed_merges' if round == rounds else 'round_' ~ round }} as (

    select
        steps.loser_id,
        coalesce(further.winner_id, steps.winner_id) as winner_id
    from {{ last }} as steps
    left join {{ last }} as further
        on steps.winner_id = further.loser_id

){{ ',\n\n' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
