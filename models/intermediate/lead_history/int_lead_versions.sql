-- One row per lead of the input and version of it: what was known of the lead from valid_from until the day
-- before valid_to. The first version serves all days before it, the last one all days after it.

with

leads as (

    select lead_id from {{ ref('stg_leads') }}

),

-- A version replaced on the day it was seen never was that day's.
versions as (

    select
        *,
        cast(dbt_valid_from as date) as seen_from,
        coalesce(cast(dbt_valid_to as date), cast('9999-12-31' as date)) as valid_to
    from {{ ref('lead_snapshot') }}
    where dbt_valid_to is null or cast(dbt_valid_to as date) > cast(dbt_valid_from as date)

),

numbered as (

    select
        *,
        row_number() over (partition by lead_id order by seen_from) as version_number,
        min(created_on) over (partition by lead_id) as first_created_on,
        min(seen_from) over (partition by lead_id) as first_seen_on
    from versions

),

lead_versions as (

    select
        {%- for column in lead_columns() + custom_attributes() %}
        numbered.{{ quoted(column) }},
        {%- endfor %}
        numbered.created_on,
        numbered.first_created_on,
        numbered.first_seen_on,
        numbered.has_valid_email,
        numbered.content_hash,
        case
            when numbered.version_number = 1 then cast('0001-01-01' as date) else numbered.seen_from
        end as valid_from,
        numbered.valid_to
    from numbered
    inner join leads
        on numbered.lead_id = leads.lead_id

)

select * from lead_versions
