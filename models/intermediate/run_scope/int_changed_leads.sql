-- One row per lead that another run knew otherwise, or not at all: the first day on which that matters.

with

{% set recorded = previous_run('state_leads') %}
{% set recorded_identities = previous_run('state_identities') %}
versions as (

    select
        lead_id,
        valid_from,
        content_hash,
        created_on,
        merged_into_lead_id
    from {{ ref('int_lead_versions') }}

),

known as (

    select
        recorded_leads.lead_id,
        recorded_leads.valid_from,
        recorded_leads.content_hash,
        recorded_leads.created_on
    from {{ recorded or ref('int_lead_versions') }} as recorded_leads

),

changed as (

    select
        coalesce(versions.lead_id, known.lead_id) as lead_id,
        greatest(
            coalesce(versions.valid_from, known.valid_from), coalesce(versions.created_on, known.created_on)
        ) as changed_from
    from versions
    full outer join known
        on
            versions.lead_id = known.lead_id
            and versions.valid_from = known.valid_from
            and versions.content_hash = known.content_hash
    where versions.lead_id is null or known.lead_id is null

),

-- A lead that came, went or was dated otherwise is not what others could be merged into on the same days.
created_now as (

    select distinct
        lead_id,
        created_on
    from versions

),

created_before as (

    select distinct
        lead_id,
        created_on
    from known

),

redated as (

    select coalesce(created_now.lead_id, created_before.lead_id) as lead_id
    from created_now
    full outer join created_before
        on
            created_now.lead_id = created_before.lead_id
            and created_now.created_on = created_before.created_on
    where created_now.lead_id is null or created_before.lead_id is null

),

merged as (

    select
        versions.lead_id,
        greatest(versions.valid_from, versions.created_on) as changed_from
    from versions
    inner join redated
        on versions.merged_into_lead_id = redated.lead_id

),

identities as (

    select
        lead_id,
        kind,
        value,
        since
    from {{ ref('stg_identities') }}

),

known_identities as (

    select
        recorded_identities.lead_id,
        recorded_identities.kind,
        recorded_identities.value,
        recorded_identities.since
    from {{ recorded_identities or ref('stg_identities') }} as recorded_identities

),

-- A further address or cookie of a lead that came, went or holds from another day on.
renamed as (

    select
        coalesce(identities.lead_id, known_identities.lead_id) as lead_id,
        coalesce(
            cast(coalesce(identities.since, known_identities.since) as date), cast('0001-01-01' as date)
        ) as changed_from
    from identities
    full outer join known_identities
        on
            identities.lead_id = known_identities.lead_id
            and identities.kind = known_identities.kind
            and identities.value = known_identities.value
            and {{ is_same('identities.since', 'known_identities.since') }}
    where identities.lead_id is null or known_identities.lead_id is null

),

all_changed as (

    select
        lead_id,
        changed_from
    from changed

    union all

    select
        lead_id,
        changed_from
    from merged

    union all

    select
        lead_id,
        changed_from
    from renamed

),

changed_leads as (

    select
        lead_id,
        min(changed_from) as changed_from
    from all_changed
    group by lead_id

)

select * from changed_leads
