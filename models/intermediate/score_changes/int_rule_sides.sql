-- One row per scorecard, person, pair of days and rule that hit on one of them: its points now, before, and
-- those that people merged into the person had before.

{{ config(materialized='view') }}

{%- set pair = ['scorecard', 'person_id', 'scored_on', 'previous_scored_on', 'segment', 'previous_segment'] %}
{%- set parts = ['hits', 'base_points', 'fading_points', 'expiry_points', 'limit_points'] %}

with

pair_people as (

    select * from {{ ref('int_pair_people') }}

),

ledger as (

    select
        scorecard,
        person_id,
        scored_on,
        rule_id,
        hits,
        base_points,
        decay_points - expiry_points as fading_points,
        expiry_points,
        daily_cap_points + rule_cap_points + group_cap_points as limit_points
    from {{ ref('int_ledger') }}

),

ledger_sides as (

    select
        {%- for column in pair %}
        pair_people.{{ column }},
        {%- endfor %}
        pair_people.side,
        {%- for part in parts %}
        ledger.{{ part }},
        {%- endfor %}
        ledger.rule_id
    from pair_people
    inner join ledger
        on
            pair_people.scorecard = ledger.scorecard
            and pair_people.side_person_id = ledger.person_id
            and pair_people.side_on = ledger.scored_on

),

rule_sides as (

    select
        {{ pair | join(',\n        ') }},
        {%- for side in ['now', 'before', 'merged'] %}
        sum(case when side = '{{ side }}' then 1 else 0 end) as {{ side }}_people,
        {%- for part in parts %}
        {%- set points = "sum(case when side = '" ~ side ~ "' then " ~ part ~ " else 0 end)" %}
        {{ points if part == 'hits' else amount(points) }} as {{ side }}_{{ part }},
        {%- endfor %}
        {%- endfor %}
        rule_id
    from ledger_sides
    group by {{ pair | join(', ') }}, rule_id

)

select * from rule_sides
