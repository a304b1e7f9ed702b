-- One row per decision of sales in HubSpot and contact, in the shape of the contract's outcomes: from deals, and from
-- changes of lifecycle stage and lead status.
{{ config(enabled=is_source('hubspot')) }}

with

deals as (

    select * from {{ ref('stg_hubspot__deals') }}

),

deal_contacts as (

    select
        deal_id,
        contact_id,
        is_deleted
    from ({{ source_rows('hubspot', 'deal_contact') }}) as associations

    union all

    select
        deal_id,
        id_prefix || {{ read_id('value') }} as contact_id,
        false as is_deleted
    from ({{ list_rows('deals', ['deal_id', 'id_prefix'], 'contact_ids') }}) as listed

),

contacts as (

    select * from {{ ref('stg_hubspot__contacts') }}

),

merged_contacts as (

    select * from {{ ref('stg_hubspot__merged_contacts') }}

),

status_changes as (

    select * from {{ ref('stg_hubspot__status_changes') }}

),

buyers as (

    select distinct
        deal_contacts.deal_id,
        coalesce(merged_contacts.winner_id, deal_contacts.contact_id) as contact_id
    from deal_contacts
    left join merged_contacts
        on deal_contacts.contact_id = merged_contacts.loser_id
    where not coalesce(deal_contacts.is_deleted, false)

),

-- The amount goes to one contact, the oldest, so that sums stay right.
ranked as (

    select
        buyers.deal_id,
        buyers.contact_id,
        row_number() over (
            partition by buyers.deal_id
            order by
                case when coalesce(contacts.is_deleted, false) then 1 else 0 end asc,
                contacts.created_at asc nulls last,
                {{ text_order('buyers.contact_id') }} asc
        ) as buyer_rank
    from buyers
    left join contacts
        on buyers.contact_id = contacts.contact_id

),

deal_outcomes as (

    {% for outcome in ['opportunity', 'closed'] %}
    select
        'hubspot:deal:' || deals.deal_id || ':{{ outcome }}:' || ranked.contact_id as outcome_id,
        ranked.contact_id as lead_id,
        {{ "'opportunity'" if outcome == 'opportunity' else 'deals.outcome' }} as outcome,
        {{ 'deals.created_at' if outcome == 'opportunity' else 'deals.closed_at' }} as occurred_at,
        case when ranked.buyer_rank = 1 then deals.amount end as amount,
        case when ranked.buyer_rank = 1 then deals.currency end as currency,
        {{ 'cast(null as ' ~ dbt.type_string() ~ ')' if outcome == 'opportunity'
            else "case when deals.outcome = 'lost' then deals.lost_reason end" }} as reason
    from deals
    inner join ranked
        on deals.deal_id = ranked.deal_id
    {{ 'where deals.outcome is not null' if outcome == 'closed' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

outcomes as (

    select * from deal_outcomes

    union all

    select
        'hubspot:' || field || ':' || contact_id || ':' || cast(changed_at as {{ dbt.type_string() }}) as outcome_id,
        contact_id as lead_id,
        outcome,
        changed_at as occurred_at,
        cast(null as {{ dbt.type_string() }}) as amount,
        cast(null as {{ dbt.type_string() }}) as currency,
        case when outcome = 'rejected' then value end as reason
    from status_changes
    where outcome is not null

)

select * from outcomes
