-- One row per scorecard and manual override of a lead that the input does not hold.

with

manual_overrides as (

    select * from {{ ref('stg_manual_overrides') }}

),

leads as (

    select lead_id from {{ ref('stg_leads') }}

),

overrides_of_unknown_leads as (

    select
        manual_overrides.scorecard,
        manual_overrides.lead_id,
        manual_overrides.file_name,
        manual_overrides.row_number,
        manual_overrides.is_filled_in
    from manual_overrides
    left join leads
        on manual_overrides.lead_id = leads.lead_id
    where leads.lead_id is null

)

select * from overrides_of_unknown_leads
