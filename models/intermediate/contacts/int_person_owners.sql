-- One row per scorecard and person scored on the latest day who has an owner: the one of the CRM, else one of
-- owners.csv, drawn by a hash.

with

person_contacts as (

    select * from {{ ref('int_person_contacts') }}

),

owners as (

    select * from {{ ref('stg_owners') }}

),

own_segments as (

    select distinct
        scorecard,
        segment
    from owners
    where segment <> '*'

),

without_owner as (

    select
        person_contacts.scorecard,
        person_contacts.person_id,
        coalesce(own_segments.segment, '*') as owner_segment
    from person_contacts
    left join own_segments
        on
            person_contacts.scorecard = own_segments.scorecard
            and person_contacts.segment = own_segments.segment
    where person_contacts.owner_id is null

),

candidates as (

    select
        without_owner.scorecard,
        without_owner.person_id,
        owners.owner_id,
        owners.weight,
        {{ dbt.hash(row_content(['without_owner.person_id', 'owners.owner_id'])) }} as draw
    from without_owner
    inner join owners
        on
            without_owner.scorecard = owners.scorecard
            and without_owner.owner_segment = owners.segment
    where owners.weight > 0

),

-- The highest draw to the power of 1 / weight wins with a chance in proportion to the weight: Efraimidis and Spirakis
-- (2006), Information Processing Letters 97, 181-185.
ranked as (

    select
        scorecard,
        person_id,
        owner_id,
        row_number() over (
            partition by scorecard, person_id
            order by ln({{ share_of_hash('draw') }}) / weight desc, {{ text_order('owner_id') }} asc
        ) as draw_rank
    from candidates

),

person_owners as (

    select
        scorecard,
        person_id,
        owner_id,
        false as is_owner_assigned
    from person_contacts
    where owner_id is not null

    union all

    select
        scorecard,
        person_id,
        owner_id,
        true as is_owner_assigned
    from ranked
    where draw_rank = 1

)

select * from person_owners
