-- One row per lead that another run knew otherwise, or not at all: the first day on which that matters.

with

{% set recorded = last_run('int_known_leads') %}
versions as (

    select
        lead_id,
        valid_from,
        content_hash,
        created_on
    from {{ ref('int_lead_versions') }}

),

known as (

    select
        lead_id,
        valid_from,
        content_hash,
        created_on
    from {{ recorded or ref('int_lead_versions') }}

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

changed_leads as (

    select
        lead_id,
        min(changed_from) as changed_from
    from changed
    group by lead_id

)

select * from changed_leads
