-- One row per opportunity of Salesforce and person it is about, the first of whom has the amount: the contacts with a
-- role, else whom the lead was converted to, else the opportunity's own contact, else the person whose account it is.
{{ config(enabled=is_source('salesforce')) }}

with

opportunities as (

    select * from {{ ref('stg_salesforce__opportunities') }}

),

people as (

    select * from {{ ref('stg_salesforce__people') }}

),

candidates as (

    select
        opportunity_id,
        contact_id as person_id,
        1 as way,
        case when is_primary then 0 else 1 end as place
    from ({{ source_rows('salesforce', 'opportunity_contact_role') }}) as roles
    where not coalesce(is_deleted, false)

    union all

    select
        converted_opportunity_id as opportunity_id,
        converted_to_id as person_id,
        2 as way,
        0 as place
    from people
    where converted_opportunity_id is not null

    union all

    select
        opportunity_id,
        contact_id as person_id,
        3 as way,
        0 as place
    from opportunities

    union all

    select
        opportunities.opportunity_id,
        people.person_id,
        4 as way,
        0 as place
    from opportunities
    inner join people
        on opportunities.account_id = people.person_account_id

),

known as (

    select
        opportunity_id,
        person_id,
        way,
        min(place) as place
    from candidates
    where person_id is not null
    group by opportunity_id, person_id, way

),

ways as (

    select
        opportunity_id,
        min(way) as way
    from known
    group by opportunity_id

),

buyers as (

    select
        known.opportunity_id,
        known.person_id,
        row_number() over (
            partition by known.opportunity_id
            order by known.place asc, {{ text_order('known.person_id') }} asc
        ) as buyer_rank
    from known
    inner join ways
        on
            known.opportunity_id = ways.opportunity_id
            and known.way = ways.way

)

select * from buyers
