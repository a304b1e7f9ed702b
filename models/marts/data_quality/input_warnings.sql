-- One row per email address, anonymous_id or merge target that joins nobody, because too many share it or the input
-- lacks it.

{%- set value = 'ranked.key_value' if var('personal_data_in_marts') else shape_of('ranked.key_value') %}

with

leads as (

    select
        *,
        {{ full_name('raw_leads') }} as full_name
    from {{ ref('stg_leads') }} as raw_leads

),

shared_visitors as (

    select * from {{ ref('int_known_visitors') }}
    where people_tied > {{ var('max_people_per_anonymous_id') }}

),

identities as (

    select identities.*
    from {{ ref('stg_identities') }} as identities
    inner join leads
        on identities.lead_id = leads.lead_id

),

addresses as (

    select
        leads.email,
        count(*) as leads,
        {{ kept_apart_because(
            'max(listed_addresses.counts_as)', 'count(distinct lower(leads.company_name))',
            'count(distinct leads.full_name)'
        ) }} as reason
    from leads
    left join {{ ref('int_listed_addresses') }} as listed_addresses
        on leads.email = listed_addresses.email
    where leads.has_valid_email
    group by leads.email

),

address_keys as (

    select
        'email' as key_column,
        leads.email as key_value,
        addresses.reason,
        leads.lead_id
    from leads
    inner join addresses
        on leads.email = addresses.email
    where
        addresses.reason = 'placeholder'
        or addresses.reason is not null and addresses.leads > 1

),

-- A further address of two leads tells nothing of either.
identity_keys as (

    select
        'email' as key_column,
        identities.value as key_value,
        case when listed_addresses.counts_as = 'nobody' then 'placeholder' else 'several leads' end as reason,
        identities.lead_id
    from identities
    left join addresses
        on identities.value = addresses.email
    left join {{ ref('int_listed_addresses') }} as listed_addresses
        on identities.value = listed_addresses.email
    where
        identities.kind = 'email'
        and addresses.email is null

),

visitor_keys as (

    select
        'anonymous_id' as key_column,
        anonymous_id as key_value,
        'too many people' as reason,
        person_id as lead_id
    from shared_visitors
    where person_id is not null

    union distinct

    select
        'anonymous_id' as key_column,
        identities.value as key_value,
        'too many people' as reason,
        identities.lead_id
    from identities
    inner join shared_visitors
        on identities.value = shared_visitors.anonymous_id
    where identities.kind = 'anonymous_id'

),

merge_keys as (

    select
        'merged_into_lead_id' as key_column,
        leads.merged_into_lead_id as key_value,
        'no such lead' as reason,
        leads.lead_id
    from leads
    left join leads as targets
        on leads.merged_into_lead_id = targets.lead_id
    where
        leads.merged_into_lead_id is not null
        and targets.lead_id is null

),

all_keys as (

    select * from address_keys

    union all

    select * from identity_keys

    union all

    select * from visitor_keys

    union all

    select * from merge_keys

),

ranked as (

    select
        *,
        row_number() over (
            partition by key_column, key_value, reason
            order by {{ text_order('lead_id') }} asc
        ) as lead_rank
    from all_keys

),

input_warnings as (

    select
        cast(ranked.key_column as {{ dbt.type_string() }}) as key_column,
        cast({{ value }} as {{ dbt.type_string() }}) as key_value,
        cast(ranked.reason as {{ dbt.type_string() }}) as reason,
        cast(count(*) as bigint) as lead_count,
        {{ join_rows('case when ranked.lead_rank <= 3 then ranked.lead_id end', ', ') }} as example_leads
    from ranked
    group by ranked.key_column, ranked.key_value, ranked.reason
    having ranked.reason <> 'several leads' or count(*) > 1

)

select * from input_warnings
