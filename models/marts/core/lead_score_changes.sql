-- One row per scorecard, person, pair of consecutive scored days and cause that moved the score between them.

{%- set causes = ['activity', 'decay', 'expiry', 'attributes', 'rules', 'merge', 'caps'] %}

with

pair_changes as (

    select * from {{ ref('int_pair_changes') }}

),

causes as (

    {% for cause in causes -%}
    select '{{ cause }}' as cause
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

by_cause as (

    select
        pair_changes.scorecard,
        pair_changes.person_id,
        pair_changes.lead_id,
        pair_changes.previous_scored_on,
        pair_changes.scored_on,
        causes.cause,
        case causes.cause
            {%- for cause in causes %}
            when '{{ cause }}' then pair_changes.{{ cause }}_points
            {%- endfor %}
        end as points
    from pair_changes
    cross join causes

),

lead_score_changes as (

    select
        scorecard,
        person_id,
        lead_id,
        previous_scored_on,
        scored_on,
        cause,
        points
    from by_cause
    where points <> 0

)

select * from lead_score_changes
