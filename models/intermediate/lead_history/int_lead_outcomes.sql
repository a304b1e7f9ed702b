-- One row per outcome of sales: the lead it is about, by its lead_id, else by its email address; null where that is
-- nobody's; and whether a rule may ask for it.

with

outcomes as (

    select * from {{ ref('stg_outcomes') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

identities as (

    select * from {{ ref('stg_identities') }}
    where kind = 'email'

),

listed_addresses as (

    select * from {{ ref('int_listed_addresses') }}

),

rule_attributes as (

    select count(*) as rulebooks
    from {{ ref('int_rule_attributes') }}
    where
        attribute in (
            {%- for attribute in outcome_attributes() %}
            '{{ attribute }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

),

asked as (

    select distinct outcomes.email
    from outcomes
    left join leads
        on outcomes.lead_id = leads.lead_id
    where
        outcomes.email is not null
        and leads.lead_id is null

),

leads_asked as (

    select
        leads.lead_id,
        leads.email,
        lower(leads.company_name) as company,
        {{ full_name('leads') }} as full_name,
        listed_addresses.counts_as,
        row_number() over (
            partition by leads.email
            order by leads.created_at asc, {{ text_order('leads.lead_id') }} asc
        ) as lead_rank
    from asked
    inner join leads
        on asked.email = leads.email
    left join listed_addresses
        on leads.email = listed_addresses.email
    where leads.has_valid_email

),

-- The first lead of an address stands for all of them, unless the address joins nobody.
own_addresses as (

    select
        email,
        max(case when lead_rank = 1 then lead_id end) as lead_id,
        count(*) as leads,
        {{ kept_apart_because('max(counts_as)', 'count(distinct company)', 'count(distinct full_name)') }}
            as kept_apart_because
    from leads_asked
    group by email

),

further_addresses as (

    select
        identities.value as email,
        min(identities.lead_id) as lead_id,
        count(distinct identities.lead_id) as leads,
        max(listed_addresses.counts_as) as counts_as
    from asked
    inner join identities
        on asked.email = identities.value
    inner join leads
        on identities.lead_id = leads.lead_id
    left join listed_addresses
        on identities.value = listed_addresses.email
    group by identities.value

),

addresses as (

    select
        asked.email,
        case
            when own_addresses.kept_apart_because = 'placeholder' or further_addresses.counts_as = 'nobody' then null
            when own_addresses.email is null and further_addresses.leads = 1 then further_addresses.lead_id
            when own_addresses.leads = 1 or own_addresses.kept_apart_because is null then own_addresses.lead_id
        end as lead_id
    from asked
    left join own_addresses
        on asked.email = own_addresses.email
    left join further_addresses
        on asked.email = further_addresses.email

),

lead_outcomes as (

    select
        outcomes.outcome_id,
        coalesce(leads.lead_id, addresses.lead_id) as lead_id,
        outcomes.email,
        outcomes.outcome,
        outcomes.amount,
        outcomes.currency,
        outcomes.product,
        outcomes.reason,
        outcomes.occurred_at,
        outcomes.occurred_on,
        rule_attributes.rulebooks > 0 and coalesce(leads.lead_id, addresses.lead_id) is not null as is_in_rules
    from outcomes
    cross join rule_attributes
    left join leads
        on outcomes.lead_id = leads.lead_id
    left join addresses
        on outcomes.email = addresses.email

)

select * from lead_outcomes
