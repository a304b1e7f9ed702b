-- One row per decision of sales in Marketo and lead, in the shape of the contract's outcomes: from changes of the lead
-- status, and from opportunities where the account keeps them itself.
{{ config(enabled=is_source('marketo')) }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

status_changes as (

    select * from {{ ref('stg_marketo__status_changes') }}

),

merged_leads as (

    select * from {{ ref('stg_marketo__merged_leads') }}

),

opportunities as (

    {{ source_rows('marketo', 'opportunity') }}

),

roles as (

    {{ source_rows('marketo', 'opportunity_role') }}

),

buyers as (

    select
        roles.opportunity_id,
        coalesce(merged_leads.winner_id, roles.record_id) as lead_id,
        min(case when roles.is_primary then 0 else 1 end) as place
    from roles
    left join merged_leads
        on roles.record_id = merged_leads.loser_id
    group by roles.opportunity_id, coalesce(merged_leads.winner_id, roles.record_id)

),

-- The amount goes to one lead, the primary one, so that sums stay right.
ranked as (

    select
        opportunity_id,
        lead_id,
        row_number() over (
            partition by opportunity_id
            order by place asc, {{ text_order('lead_id') }} asc
        ) as buyer_rank
    from buyers

),

outcomes as (

    {% for outcome in ['opportunity', 'closed'] %}
    select
        'marketo:' || opportunities.opportunity_id || ':{{ outcome }}:' || ranked.lead_id as outcome_id,
        ranked.lead_id,
        {% if outcome == 'opportunity' -%}
        'opportunity' as outcome,
        {%- else -%}
        case when opportunities.is_won then 'won' else 'lost' end as outcome,
        {%- endif %}
        opportunities.{{ 'created_at' if outcome == 'opportunity' else 'closed_at' }} as occurred_at,
        case when ranked.buyer_rank = 1 then opportunities.amount end as amount,
        case when ranked.buyer_rank = 1 then opportunities.currency end as currency,
        {{ no_text }} as reason
    from opportunities
    inner join ranked
        on opportunities.opportunity_id = ranked.opportunity_id
    {{ 'where opportunities.is_won or (opportunities.is_closed and not opportunities.is_won)' if outcome == 'closed' }}

    union all
    {% endfor %}

    select
        'marketo:status:' || status_changes.activity_id as outcome_id,
        coalesce(merged_leads.winner_id, status_changes.record_id) as lead_id,
        status_changes.outcome,
        status_changes.changed_at as occurred_at,
        {{ no_text }} as amount,
        {{ no_text }} as currency,
        case when status_changes.outcome = 'rejected' then status_changes.value end as reason
    from status_changes
    left join merged_leads
        on status_changes.record_id = merged_leads.loser_id
    where status_changes.outcome is not null

)

select * from outcomes
