-- One row per batch of events that the stored scores rest on, and the code that loaded it.
-- depends_on: {{ ref('state_scored_dates') }}

with

batches as (

    select * from {{ ref('stg_event_batches') }}
    where raw_rows > 0

),

loaded_batches as (

    select
        arrival_batch,
        raw_rows,
        batch_mark,
        cast('{{ intake_version() }}' || {{ engine_version() }} as {{ dbt.type_string() }}) as intake_version
    from batches

)

select * from loaded_batches
