{#- Expressions of a with clause that follow merges to the record that stands at the end of a chain. merges: one with a row
    for each loser_id and winner_id it was merged into, and ranked_at. Of several winners of one loser it is the one that was
    not merged itself, else the one with the latest ranked_at. The result is last_winners, a row for each loser_id with the
    winner_id that stands for it now. Each round doubles the merges that are followed, so six follow 64. -#}
{% macro last_winners(merges, rounds=6) -%}
real_merges as (

    select * from {{ merges }}
    where loser_id <> winner_id

),

merged_ids as (

    select distinct loser_id from real_merges

),

ranked_merges as (

    select
        real_merges.loser_id,
        real_merges.winner_id,
        row_number() over (
            partition by real_merges.loser_id
            order by
                case when merged_ids.loser_id is null then 0 else 1 end asc,
                real_merges.ranked_at desc nulls last,
                {{ text_order('real_merges.winner_id') }} asc
        ) as merge_rank
    from real_merges
    left join merged_ids
        on real_merges.winner_id = merged_ids.loser_id

),

round_0 as (

    select
        loser_id,
        winner_id
    from ranked_merges
    where merge_rank = 1

),

{% for round in range(1, rounds + 1) -%}
round_{{ round }} as (

    select
        steps.loser_id,
        coalesce(further.winner_id, steps.winner_id) as winner_id
    from round_{{ round - 1 }} as steps
    left join round_{{ round - 1 }} as further
        on steps.winner_id = further.loser_id

),

{% endfor -%}
last_winners as (

    select * from round_{{ rounds }}
    where loser_id <> winner_id

)
{%- endmacro %}
