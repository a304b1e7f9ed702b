-- One row per backtest day and lead open on it: the chance that Odoo's predictive lead scoring would have
-- given it that day, beside ours, and whether it converted. A naive Bayes of two classes, written here from
-- its description: values counted over the leads closed by then, 0.1 added to each count, pipeline stage
-- among them.
--   dbt compile -s odoo_predictive_lead_scoring --vars '{odoo_fields: [country], odoo_stages: [accepted]}'
-- odoo_fields: columns of leads. odoo_stages: what moves a lead on, outcomes or event types, in order. There
-- is one sales team, there are no tags, and of a person the primary lead counts, as a CRM that joins nobody
-- has it. The score beside it is that of the scorecard in force, or of the one that the var scorecard names.

{%- set scorecard = text_literal(chosen_scorecard()) %}
{%- set fields = var('odoo_fields', none) or ([] if var('odoo_stages', none) else ['country', 'lead_source']) %}
{%- set stages = var('odoo_stages', none) or ([] if var('odoo_fields', none) else ['accepted', 'opportunity']) %}

with

backtest as (

    select * from {{ ref('int_backtest') }}
    where scorecard = {{ scorecard }}

),

probabilities as (

    select * from {{ ref('int_conversion_probabilities') }}
    where scorecard = {{ scorecard }}

),

settings as (

    select * from {{ ref('stg_settings') }}
    where scorecard = {{ scorecard }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

events as (

    select * from {{ ref('stg_events') }}

),

outcomes as (

    select * from {{ ref('stg_outcomes') }}

),

raw_leads as (
    {{ raw_rows('leads', ['lead_id'] + fields) }}
),

days as (

    select distinct scored_on
    from backtest

),

stages as (

    select
        0 as stage_rank,
        '' as moved_by
    {%- for stage in stages %}
    union all
    select
        {{ loop.index }} as stage_rank,
        '{{ stage | lower | replace("'", "''") }}' as moved_by
    {%- endfor %}

),

happened as (

    select
        lead_id,
        '' as moved_by,
        created_on as happened_on
    from leads
    union all
    select
        lead_id,
        outcome as moved_by,
        occurred_on as happened_on
    from outcomes
    union all
    select
        lead_id,
        lower(event_type) as moved_by,
        occurred_on as happened_on
    from events
    where lead_id is not null

),

stage_entries as (

    select
        happened.lead_id,
        stages.stage_rank,
        min(happened.happened_on) as entered_on
    from happened
    inner join stages
        on happened.moved_by = stages.moved_by
    group by happened.lead_id, stages.stage_rank

),

field_values as (
    {%- for field in fields %}
    select
        lead_id,
        '{{ field }}' as variable,
        lower({{ quoted(field) }}) as value
    from raw_leads
    where {{ quoted(field) }} is not null
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        lead_id,
        '' as variable,
        '' as value
    from raw_leads
    where 1 = 0
    {%- endfor %}

),

closings as (

    select
        outcomes.lead_id,
        min(outcomes.occurred_on) as closed_on,
        min(case when outcomes.outcome = settings.conversion_outcome then outcomes.occurred_on end) as won_on
    from outcomes
    cross join settings
    where outcomes.outcome = settings.conversion_outcome or outcomes.outcome = 'lost'
    group by outcomes.lead_id

),

-- The leads closed by each day: the only ones that teach.
closed_leads as (

    select
        days.scored_on,
        closings.lead_id,
        closings.closed_on,
        case when closings.won_on <= days.scored_on then 1 else 0 end as is_won
    from days
    inner join closings
        on days.scored_on >= closings.closed_on

),

furthest_stages as (

    select
        closed_leads.scored_on,
        closed_leads.lead_id,
        closed_leads.is_won,
        max(stage_entries.stage_rank) as stage_rank
    from closed_leads
    inner join stage_entries
        on
            closed_leads.lead_id = stage_entries.lead_id
            and closed_leads.closed_on >= stage_entries.entered_on
    group by closed_leads.scored_on, closed_leads.lead_id, closed_leads.is_won

),

-- A won lead counts in every stage of the pipeline, a lost one in those it reached.
stage_counts as (

    select
        furthest_stages.scored_on,
        stages.stage_rank,
        sum(furthest_stages.is_won) + 0.1 as won,
        sum(1 - furthest_stages.is_won) + 0.1 as lost
    from furthest_stages
    inner join stages
        on
            furthest_stages.is_won = 1
            or furthest_stages.stage_rank >= stages.stage_rank
    group by furthest_stages.scored_on, stages.stage_rank

),

value_counts as (

    select
        closed_leads.scored_on,
        field_values.variable,
        field_values.value,
        sum(closed_leads.is_won) + 0.1 as won,
        sum(1 - closed_leads.is_won) + 0.1 as lost
    from closed_leads
    inner join field_values
        on closed_leads.lead_id = field_values.lead_id
    group by closed_leads.scored_on, field_values.variable, field_values.value

),

variable_counts as (

    select
        scored_on,
        variable,
        sum(won) as won,
        sum(lost) as lost
    from value_counts
    group by scored_on, variable

),

value_log_odds as (

    select
        value_counts.scored_on,
        value_counts.variable,
        value_counts.value,
        ln(value_counts.won * variable_counts.lost / (value_counts.lost * variable_counts.won)) as log_odds
    from value_counts
    inner join variable_counts
        on
            value_counts.scored_on = variable_counts.scored_on
            and value_counts.variable = variable_counts.variable

),

-- The prior odds won / lost of the first stage, times what the stage tells: the totals cancel out.
stage_log_odds as (

    select
        scored_on,
        stage_rank,
        ln(won / lost) as log_odds
    from stage_counts

),

open_leads as (

    select
        backtest.scored_on,
        backtest.person_id,
        backtest.lead_id,
        backtest.score,
        backtest.has_converted,
        max(stage_entries.stage_rank) as stage_rank
    from backtest
    inner join stage_entries
        on
            backtest.lead_id = stage_entries.lead_id
            and backtest.scored_on >= stage_entries.entered_on
    left join closed_leads
        on
            backtest.scored_on = closed_leads.scored_on
            and backtest.lead_id = closed_leads.lead_id
    where closed_leads.lead_id is null
    group by backtest.scored_on, backtest.person_id, backtest.lead_id, backtest.score, backtest.has_converted

),

-- A value that no closed lead had says nothing.
field_log_odds as (

    select
        open_leads.scored_on,
        open_leads.lead_id,
        sum(value_log_odds.log_odds) as log_odds
    from open_leads
    inner join field_values
        on open_leads.lead_id = field_values.lead_id
    inner join value_log_odds
        on
            open_leads.scored_on = value_log_odds.scored_on
            and field_values.variable = value_log_odds.variable
            and field_values.value = value_log_odds.value
    group by open_leads.scored_on, open_leads.lead_id

),

-- Odoo shows percents with two decimals, and never 0 or 100.
odoo_predictions as (

    select
        open_leads.scored_on,
        open_leads.lead_id,
        greatest(0.0001, least(0.9999, round(
            {{ logistic('stage_log_odds.log_odds + coalesce(field_log_odds.log_odds, 0)') }}, 4
        ))) as odoo_probability,
        probabilities.conversion_probability,
        open_leads.score,
        open_leads.has_converted
    from open_leads
    inner join stage_log_odds
        on
            open_leads.scored_on = stage_log_odds.scored_on
            and open_leads.stage_rank = stage_log_odds.stage_rank
    left join field_log_odds
        on
            open_leads.scored_on = field_log_odds.scored_on
            and open_leads.lead_id = field_log_odds.lead_id
    left join probabilities
        on
            open_leads.scored_on = probabilities.scored_on
            and open_leads.person_id = probabilities.person_id

)

select * from odoo_predictions
