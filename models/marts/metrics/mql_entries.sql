-- One row per scorecard and person who became a marketing qualified lead: when, who they were then, and
-- whether they became a customer within the horizon.

with

mql_entries as (

    select * from {{ ref('int_mql_entries') }}

),

person_channels as (

    select * from {{ ref('int_person_channels') }}

),

mql_months as (

    select * from {{ ref('int_mql_months') }}
    where segment = '*'

),

entries as (

    select
        mql_entries.scorecard,
        mql_entries.person_id,
        mql_entries.lead_id,
        mql_entries.entered_on,
        mql_entries.segment,
        person_channels.channel,
        mql_entries.has_converted = 1 as has_converted,
        mql_months.is_complete
    from mql_entries
    inner join person_channels
        on
            mql_entries.entered_on = person_channels.scored_on
            and mql_entries.person_id = person_channels.person_id
    inner join mql_months
        on
            mql_entries.scorecard = mql_months.scorecard
            and cast({{ dbt.date_trunc('month', 'mql_entries.entered_on') }} as date)
            = mql_months.month_starts_on

)

select * from entries
