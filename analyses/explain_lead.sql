-- Why does this lead have this score? One line per sentence, in reading order:
--   make explain LEAD=L00004951
-- or dbt compile -s explain_lead --vars '{lead_id: L00004951}' for the query. Without lead_id it
-- explains the best lead of the latest day. Rules that came to less than 0.05 points are left out.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

chosen as (

    select *
    from lead_scores
    where
        {% if var('lead_id', none) -%}
        lead_id = '{{ var("lead_id") | string | replace("'", "''") }}'
        {%- else -%}
        not is_disqualified
        {%- endif %}
    order by score desc, lead_id asc
    limit 1

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

ledger as (

    select
        ledger.*,
        rules.description,
        row_number() over (order by ledger.points desc, ledger.rule_id asc) as rule_rank
    from {{ ref('lead_score_ledger') }} as ledger
    inner join chosen
        on
            ledger.lead_id = chosen.lead_id
            and ledger.scored_on = chosen.scored_on
    inner join rules
        on
            ledger.rule_id = rules.rule_id
            and ledger.scored_on between rules.valid_from and rules.valid_to

),

sentences as (

    select
        0 as line,
        'Lead ' || lead_id || ' scores ' || cast(cast(score as decimal(28, 1)) as {{ dbt.type_string() }})
        || ' on ' || cast(scored_on as {{ dbt.type_string() }}) || ': grade ' || grade || ', stage ' || stage
        || ' since ' || cast(stage_entered_on as {{ dbt.type_string() }}) || ', segment ' || segment
        || coalesce('; disqualified: ' || disqualification_reason, '') as explanation
    from chosen

    union all

    select
        cast(rule_rank as integer) as line,
        cast(cast(points as decimal(28, 1)) as {{ dbt.type_string() }}) || '  ' || description || ' ('
        || cast(hits as {{ dbt.type_string() }}) || case when hits = 1 then ' hit' else ' hits' end
        || ', base ' || cast(cast(base_points as decimal(28, 1)) as {{ dbt.type_string() }})
        || case
            when daily_cap_points <> 0
                then ', daily cap ' || cast(cast(daily_cap_points as decimal(28, 1)) as {{ dbt.type_string() }})
            else ''
        end
        || case
            when decay_points <> 0
                then ', faded ' || cast(cast(decay_points as decimal(28, 1)) as {{ dbt.type_string() }})
            else ''
        end
        || case
            when rule_cap_points <> 0
                then ', rule limit ' || cast(cast(rule_cap_points as decimal(28, 1)) as {{ dbt.type_string() }})
            else ''
        end
        || case
            when group_cap_points <> 0
                then ', group limit ' || cast(cast(group_cap_points as decimal(28, 1)) as {{ dbt.type_string() }})
            else ''
        end
        || ')' as explanation
    from ledger
    where abs(points) >= 0.05

    union all

    select
        9999 as line,
        cast(cast(raw_score as decimal(28, 1)) as {{ dbt.type_string() }})
        || '  in all: fit ' || cast(cast(fit_points as decimal(28, 1)) as {{ dbt.type_string() }})
        || ', engagement ' || cast(cast(engagement_points as decimal(28, 1)) as {{ dbt.type_string() }})
        || ', negative ' || cast(cast(negative_points as decimal(28, 1)) as {{ dbt.type_string() }})
        || '. We know ' || cast(cast(100 * data_coverage as decimal(5, 0)) as {{ dbt.type_string() }})
        || ' % of what the rules ask about; machines made '
        || cast(cast(100 * machine_hit_share as decimal(5, 0)) as {{ dbt.type_string() }}) || ' % of the hits.'
        as explanation
    from chosen

)

select
    line,
    explanation
from sentences
order by line
