-- One row per row of raw.events: times read, and why the row cannot be used, if so.

with

raw_events as (

    select * from {{ ref('base_events') }}

),

judged as (

    {{ judged_events('raw_events') }}

)

select * from judged
