-- One row per batch of events that the stored scores know, and the code that took it in.
-- depends_on: {{ ref('int_scored_days') }}
-- depends_on: {{ ref('stg_rejected_events') }}

with

batches as (

    select * from {{ ref('stg_event_batches') }}
    where raw_rows > 0

),

taken_in_batches as (

    select
        arrival_batch,
        raw_rows,
        cast('{{ intake_version() }}' || {{ engine_version() }} as {{ dbt.type_string() }}) as intake_version
    from batches

)

select * from taken_in_batches
