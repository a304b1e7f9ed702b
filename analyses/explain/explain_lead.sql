-- Why does this lead have this score? One line per sentence, in reading order:
--   make explain LEAD=L00005910
-- or dbt compile -s explain_lead --vars '{lead_id: L00005910}' for the query. Without lead_id it explains the
-- best lead of the latest day. Rules that came to less than 0.05 points are left out. The var scorecard names
-- a scorecard other than the one in force. The score is on the scale of its settings, points are on 0-100.

{%- set scorecard = chosen_scorecard() %}

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

chosen as (

    select * from lead_scores
    where
        scorecard = {{ text_literal(scorecard) }}
        and person_id = {{ person_of(var('lead_id', none), scorecard) }}

),

queue as (

    select
        queue.*,
        substr(cast(queue.due_local_at as {{ dbt.type_string() }}), 1, 16) as due_text,
        cast({{ rounded('queue.overdue_hours', 9, 0) }} as {{ dbt.type_string() }}) as late_text
    from {{ ref('follow_up_queue') }} as queue
    inner join chosen
        on
            queue.scorecard = chosen.scorecard
            and queue.person_id = chosen.person_id

),

settings as (

    select * from {{ ref('stg_settings') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}
    where scorecard = {{ text_literal(scorecard) }}

),

ledger as (

    select
        ledger.*,
        rules.description,
        row_number() over (order by ledger.points desc, {{ text_order('ledger.rule_id') }} asc) as rule_rank
    from {{ ref('lead_score_ledger') }} as ledger
    inner join chosen
        on {{ same_person_day('ledger', 'chosen') }}
    inner join rules
        on
            ledger.rule_id = rules.rule_id
            and ledger.scored_on between rules.valid_from and rules.valid_to

),

sentences as (

    select
        0 as line,
        'Lead ' || lead_id || ' scores ' || {{ points_as_text('score') }}
        || ' on ' || cast(scored_on as {{ dbt.type_string() }}) || ': grade ' || grade || ', stage ' || stage
        || ' since ' || cast(stage_entered_on as {{ dbt.type_string() }}) || ', segment ' || segment
        || coalesce('; disqualified: ' || disqualification_reason, '') as explanation
    from chosen

    union all

    select
        cast(rule_rank as integer) as line,
        {{ points_as_text('points') }} || '  ' || description || ' ('
        || cast(hits as {{ dbt.type_string() }}) || case when hits = 1 then ' hit' else ' hits' end
        || ', base ' || {{ points_as_text('base_points') }}
        {%- for part, words in [
            ('daily_cap_points', 'daily cap'),
            ('decay_points', 'faded'),
            ('rule_cap_points', 'rule limit'),
            ('group_cap_points', 'group limit'),
        ] %}
        || case when {{ part }} <> 0 then ', {{ words }} ' || {{ points_as_text(part) }} else '' end
        {%- endfor %}
        || ')' as explanation
    from ledger
    where abs(points) >= 0.05

    union all

    select
        9999 as line,
        {{ points_as_text('raw_score') }}
        || '  in all: fit ' || {{ points_as_text('fit_points') }}
        || ', engagement ' || {{ points_as_text('engagement_points') }}
        || ', negative ' || {{ points_as_text('negative_points') }}
        || '. We know ' || cast({{ rounded('100 * data_coverage', 5, 0) }} as {{ dbt.type_string() }})
        || ' % of what the rules ask about; machines made '
        || cast({{ rounded('100 * machine_hit_share', 5, 0) }} as {{ dbt.type_string() }})
        || ' % of the hits.'
            as explanation
    from chosen

    union all

    select
        10000 as line,
        'Next action: '
        || case
            when queue.person_id is not null then queue.action
            when not settings.is_active then 'none, as the scorecard is in no queue'
            when chosen.is_disqualified then 'none, as the person is disqualified'
            when chosen.sales_status in ('accepted', 'opportunity') then 'none, as sales works the case'
            when chosen.sales_status = 'none' then 'none, as the stage asks for none'
            else 'none, as sales has closed the case'
        end
        || case queue.contact_channel
            when 'none' then ' (' || coalesce(queue.contact_note, 'no channel is open') || ')'
            when queue.action then ''
            else coalesce(' by ' || queue.contact_channel, '')
        end
        || coalesce('; owner ' || chosen.owner_id, '; no owner')
        || coalesce('; due ' || queue.due_text || ' ' || queue.time_zone, '; nothing is due')
        || case when queue.is_overdue then ', ' || queue.late_text || ' hours late' else '' end
        || '.' as explanation
    from chosen
    inner join settings
        on chosen.scorecard = settings.scorecard
    left join queue
        on chosen.person_id = queue.person_id

    union all

    select
        10001 as line,
        'Sales status: ' || sales_status
        || coalesce(' since ' || cast(sales_status_on as {{ dbt.type_string() }}), '')
        || '.' as explanation
    from chosen

)

select
    line,
    explanation
from sentences
order by line
