-- One row per scorecard and person sales should act on: what to do, by when, and why; the most urgent first.

{%- set sections = ['to act on', 'no way to reach', 'in work'] %}

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

-- A challenger is scored, and in no queue.
settings as (

    select * from {{ ref('stg_settings') }}
    where is_active

),

next_actions as (

    select * from {{ ref('int_next_actions') }}

),

sales_cases as (

    select * from {{ ref('int_sales_cases') }}

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

time_zone_spans as (

    select * from {{ ref('int_time_zone_spans') }}

),

expected_amounts as (

    select * from {{ ref('int_expected_amounts') }}

),

sectioned as (

    select
        lead_scores.*,
        lead_scores.top_reasons as reasons,
        next_actions.stage_rank,
        next_actions.action as next_action,
        next_actions.contact_channel,
        next_actions.contact_note,
        follow_ups.stage_entered_on as published_entered_on,
        follow_ups.due_at as next_due_at,
        settings.time_zone,
        expected_amounts.expected_amount,
        case
            when sales_cases.case_state is not null then sales_cases.case_state
            when next_actions.contact_channel = 'none' then 'no way to reach'
            else 'to act on'
        end as queue_section
    from lead_scores
    inner join settings
        on lead_scores.scorecard = settings.scorecard
    inner join next_actions
        on
            lead_scores.scorecard = next_actions.scorecard
            and lead_scores.person_id = next_actions.person_id
    inner join follow_ups
        on
            lead_scores.scorecard = follow_ups.scorecard
            and lead_scores.person_id = follow_ups.person_id
    left join sales_cases
        on
            lead_scores.scorecard = sales_cases.scorecard
            and lead_scores.person_id = sales_cases.person_id
    left join expected_amounts
        on
            lead_scores.scorecard = expected_amounts.scorecard
            and lead_scores.segment = expected_amounts.segment
    where
        sales_cases.case_state is null
        or (sales_cases.case_state = 'in work' and settings.queue_in_work = 'show')

),

-- What sales works is not due any more, and nobody can be late with what cannot be done.
timed as (

    select
        *,
        case when queue_section = 'in work' then queue_section else next_action end as action,
        case when queue_section = 'to act on' then next_due_at end as due_at,
        {{ day_is_over('scored_on') }} as known_at
    from sectioned

),

follow_up_queue as (

    select
        timed.scorecard,
        timed.person_id,
        timed.lead_id,
        timed.owner_id,
        timed.scored_on,
        timed.queue_section,
        cast(
            row_number() over (
                partition by timed.scorecard
                order by
                    case timed.queue_section
                        {%- for section in sections %}
                        when '{{ section }}' then {{ loop.index }}
                        {%- endfor %}
                    end asc,
                    timed.stage_rank desc,
                    timed.score desc,
                    timed.due_at asc nulls last,
                    {{ text_order('timed.person_id') }} asc
            ) as integer
        ) as priority,
        timed.action,
        timed.contact_channel,
        timed.contact_note,
        timed.due_at,
        {{ add_minutes('timed.due_at', 'time_zone_spans.utc_offset_minutes') }} as due_local_at,
        timed.time_zone,
        coalesce(timed.due_at < timed.known_at, false) as is_overdue,
        case
            when timed.due_at < timed.known_at then {{ hours_between('timed.due_at', 'timed.known_at') }}
        end as overdue_hours,
        timed.segment,
        timed.stage,
        timed.published_entered_on as stage_entered_on,
        timed.score,
        timed.grade,
        timed.conversion_probability,
        timed.expected_amount,
        cast(timed.conversion_probability * timed.expected_amount as {{ type_decimal(18, 2) }}) as expected_value,
        timed.sales_status,
        timed.sales_status_on,
        timed.reasons,
        timed.is_holdout
    from timed
    left join time_zone_spans
        on
            timed.scorecard = time_zone_spans.scorecard
            and timed.due_at >= time_zone_spans.starts_at
            and timed.due_at < time_zone_spans.ends_at

)

select * from follow_up_queue
