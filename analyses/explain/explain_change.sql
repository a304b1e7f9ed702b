-- Why did the score of this lead change between two days? One line per sentence, in reading order:
--   dbt compile -s explain_change --vars '{lead_id: L00005910, from_day: 2026-03-31, to_day: 2026-06-30}'
-- gives the query. Without days it explains the change between the last two scored days, without lead_id that
-- of the best lead of the latest day. For each cause it names the three rules that moved most. The var
-- scorecard names a scorecard other than the one in force. Causes are in points (0-100); the first line shows
-- scores as lead_scores does.

{%- set words = {
    'activity': 'new activity',
    'decay': 'faded with time',
    'expiry': 'expired',
    'attributes': 'changed attributes',
    'rules': 'new, changed or ended rules',
    'merge': 'merged or separated leads',
    'caps': 'limits and the ends of the scale',
} %}
{%- set scorecard = text_literal(chosen_scorecard()) %}
{%- set since = text_literal(var('from_day')) if var('from_day', none) else "nullif('', '')" %}
{%- set person = person_of(var('lead_id', none), chosen_scorecard()) %}

with

settings as (

    select * from {{ ref('stg_settings') }}
    where scorecard = {{ scorecard }}

),

pairs as (

    select
        *,
        row_number() over (order by scored_on asc) as pair_number,
        row_number() over (order by scored_on desc) as pairs_back
    from {{ ref('int_score_pairs') }}
    where
        scorecard = {{ scorecard }}
        and person_id = {{ person }}
        and scored_on > cast('{{ var("from_day", "0001-01-01") }}' as date)
        and scored_on <= cast('{{ var("to_day", "9999-12-31") }}' as date)

),

explained_pairs as (

    select * from pairs
    where pairs_back <= {{ 1000000 if var('from_day', none) else 1 }}

),

causes as (

    select
        changes.cause,
        sum(changes.points) as points
    from {{ ref('lead_score_changes') }} as changes
    inner join explained_pairs
        on {{ same_person_day('changes', 'explained_pairs') }}
    where
        changes.scorecard = {{ scorecard }}
        and changes.person_id = {{ person }}
    group by changes.cause

),

rule_changes as (

    select
        changes.rule_id,
        causes.cause,
        sum(
            case causes.cause
                when 'activity'
                    then changes.activity_points + greatest(changes.clock_points, 0)
                when 'decay'
                    then changes.decay_points + least(changes.clock_points, 0)
                {%- for cause in ['expiry', 'attributes', 'rules', 'merge', 'caps'] %}
                when '{{ cause }}' then changes.{{ cause }}_points
                {%- endfor %}
            end
        ) as points
    from {{ ref('int_rule_changes') }} as changes
    inner join explained_pairs
        on {{ same_person_day('changes', 'explained_pairs') }}
    cross join causes
    where
        changes.scorecard = {{ scorecard }}
        and changes.person_id = {{ person }}
    group by changes.rule_id, causes.cause

),

rules as (

    select
        rule_id,
        max(description) as description
    from {{ ref('stg_scoring_rules') }}
    where scorecard = {{ scorecard }}
    group by rule_id

),

ranked as (

    select
        rule_changes.cause,
        rules.description || ' ' || {{ points_as_text('rule_changes.points') }} as rule_change,
        row_number() over (
            partition by rule_changes.cause
            order by abs(rule_changes.points) desc, {{ text_order('rule_changes.rule_id') }} asc
        ) as rule_rank
    from rule_changes
    inner join rules
        on rule_changes.rule_id = rules.rule_id
    where abs(rule_changes.points) >= 0.05

),

top_rules as (

    select
        cause,
        {{ join_texts('; ', [
            'max(case when rule_rank = 1 then rule_change end)',
            'max(case when rule_rank = 2 then rule_change end)',
            'max(case when rule_rank = 3 then rule_change end)',
        ]) }} as rule_changes
    from ranked
    group by cause

),

sentences as (

    select
        0 as line,
        'Lead ' || last_pairs.lead_id
        || ' went from ' || {{ points_as_text(shown_score('first_pairs.previous_score')) }}
        || ' on ' || cast(first_pairs.previous_scored_on as {{ dbt.type_string() }})
        || ' to ' || {{ points_as_text(shown_score('last_pairs.score')) }}
        || ' on ' || cast(last_pairs.scored_on as {{ dbt.type_string() }})
        || case
            when first_pairs.previous_scored_on > cast({{ since }} as date)
                then ' (no score of ' || {{ since }} || ' or before is kept: compared with the first one)'
            when first_pairs.previous_scored_on < cast({{ since }} as date)
                then ' (no score of ' || {{ since }} || ' is kept: compared with the last one before it)'
            else ''
        end as explanation
    from explained_pairs as last_pairs
    inner join explained_pairs as first_pairs
        on last_pairs.person_id = first_pairs.person_id
    cross join settings
    where
        last_pairs.pairs_back = 1
        and first_pairs.pair_number = {{ '1' if var('from_day', none) else 'last_pairs.pair_number' }}

    union all

    select
        cast(row_number() over (order by abs(causes.points) desc, causes.cause asc) as integer) as line,
        {{ points_as_text('causes.points') }} || '  '
        || case causes.cause
            {%- for cause, phrase in words.items() %}
            when '{{ cause }}' then '{{ phrase }}'
            {%- endfor %}
        end
        || coalesce(' (' || nullif(top_rules.rule_changes, '') || ')', '') as explanation
    from causes
    left join top_rules
        on causes.cause = top_rules.cause

)

select
    line,
    explanation
from sentences
order by line
