-- One row per batch in which events arrived: new, known (loaded by an earlier run) or lost.
-- A batch is lost if it is gone or has another number of rows than it had, or if it was loaded by other
-- code; events without a batch count as lost, since nobody can say which of them are new.
{{ config(materialized='table') }}

with

{% set recorded = previous_run('state_event_batches') %}
batches as (

    select
        arrival_batch,
        count(*) as raw_rows
    from {{ ref('base_events') }}
    group by arrival_batch

),

recorded as (

    {% if recorded %}
    select * from {{ recorded }}
    {% else %}
    select
        arrival_batch,
        raw_rows,
        '' as intake_version
    from batches
    where 1 = 0
    {% endif %}

),

compared as (

    select
        coalesce(batches.arrival_batch, recorded.arrival_batch) as arrival_batch,
        coalesce(batches.raw_rows, 0) as raw_rows,
        case
            when recorded.arrival_batch is null and batches.arrival_batch is not null then 'new'
            when
                batches.raw_rows = recorded.raw_rows
                and recorded.intake_version = '{{ intake_version() }}' || {{ engine_version() }}
                and {{ 'false' if should_full_refresh() else 'true' }}
                then 'known'
            else 'lost'
        end as batch_status
    from batches
    full outer join recorded
        on batches.arrival_batch = recorded.arrival_batch

)

select * from compared
