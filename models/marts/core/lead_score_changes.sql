-- One row per scorecard, person, pair of consecutive scored days and cause that moved the score between them.

{%- set causes = ['activity', 'decay', 'expiry', 'attributes', 'rules', 'merge', 'caps'] %}

with

score_pairs as (

    select
        *,
        score - raw_score - (previous_score - previous_raw_score) as scale_points,
        coalesce(last_engaged_on > previous_last_engaged_on, last_engaged_on is not null) as has_engaged
    from {{ ref('int_score_pairs') }}

),

rule_changes as (

    select * from {{ ref('int_rule_changes') }}

),

-- Amounts are cast at each step, because some engines cut the digits of a sum of sums. The rules on one clock
-- take turns as it runs: only their sum shows whether it went back.
clock_sums as (

    select
        scorecard,
        person_id,
        scored_on,
        clock,
        {%- for cause in causes %}
        {{ amount('sum(' ~ cause ~ '_points)') }} as {{ cause }}_points,
        {%- endfor %}
        {{ amount('sum(clock_points)') }} as clock_points
    from rule_changes
    group by scorecard, person_id, scored_on, clock

),

joined as (

    select
        score_pairs.scorecard,
        score_pairs.person_id,
        score_pairs.scored_on,
        score_pairs.lead_id,
        score_pairs.previous_scored_on,
        score_pairs.scale_points,
        case
            when
                score_pairs.has_engaged
                and clock_sums.clock_points > 0
                and clock_sums.clock like 'days_since_last_%'
                then 'activity'
            else 'decay'
        end as clock_cause,
        {%- for cause in causes %}
        clock_sums.{{ cause }}_points,
        {%- endfor %}
        clock_sums.clock_points
    from score_pairs
    left join clock_sums
        on {{ same_person_day('score_pairs', 'clock_sums') }}

),

pair_changes as (

    select
        scorecard,
        person_id,
        scored_on,
        lead_id,
        previous_scored_on,
        {%- for cause in ['activity', 'decay'] %}
        {{ amount(
            'coalesce(sum(' ~ cause ~ "_points + case when clock_cause = '" ~ cause
            ~ "' then clock_points else 0 end), 0)"
        ) }} as {{ cause }}_points,
        {%- endfor %}
        {%- for cause in ['expiry', 'attributes', 'rules', 'merge'] %}
        {{ amount('coalesce(sum(' ~ cause ~ '_points), 0)') }} as {{ cause }}_points,
        {%- endfor %}
        {{ amount(amount('coalesce(sum(caps_points), 0)') ~ ' + scale_points') }} as caps_points
    from joined
    group by scorecard, person_id, scored_on, lead_id, previous_scored_on, scale_points

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
