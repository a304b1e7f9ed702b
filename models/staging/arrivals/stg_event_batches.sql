-- One row per batch in which events arrived: new, known (taken in by an earlier run), changed since, or lost.
-- Lost is a batch that other code took in, and events without a batch, as nobody can say which of them are new: then
-- all are taken in again. A changed batch, also one that is gone or that a run broke off with, is taken in again alone.
{{ config(materialized='table') }}

with

{% set recorded = previous_run('state_event_batches') %}
{% set nothing = 'cast(null as bigint)' %}
batches as (

    select
        arrival_batch,
        count(*) as raw_rows,
        cast(sum(abs(mod(row_mark, 16777213)) + 1) as bigint) as batch_mark
    from {{ ref('base_events') }}
    group by arrival_batch

),

taken_in as (

    {{ batches_taken_in() }}

),

sides as (

    select
        arrival_batch,
        raw_rows,
        batch_mark,
        {{ nothing }} as recorded_mark,
        {{ nothing }} as taken_mark,
        cast(null as {{ dbt.type_string() }}) as intake_version
    from batches

    union all

    select
        arrival_batch,
        {{ nothing }} as raw_rows,
        {{ nothing }} as batch_mark,
        {{ nothing }} as recorded_mark,
        batch_mark as taken_mark,
        cast(null as {{ dbt.type_string() }}) as intake_version
    from taken_in
    {% if recorded %}

    union all

    select
        recorded_batches.arrival_batch,
        {{ nothing }} as raw_rows,
        {{ nothing }} as batch_mark,
        recorded_batches.batch_mark as recorded_mark,
        {{ nothing }} as taken_mark,
        recorded_batches.intake_version
    from {{ recorded }} as recorded_batches
    {% endif %}

),

gathered as (

    select
        arrival_batch,
        coalesce(max(raw_rows), 0) as raw_rows,
        max(batch_mark) as batch_mark,
        max(recorded_mark) as recorded_mark,
        max(taken_mark) as taken_mark,
        max(intake_version) as intake_version
    from sides
    group by arrival_batch

),

compared as (

    select
        arrival_batch,
        raw_rows,
        batch_mark,
        case
            when arrival_batch is null then 'lost'
            when
                recorded_mark is not null
                and (
                    intake_version <> '{{ intake_version() }}' || {{ engine_version() }}
                    or {{ 'true' if should_full_refresh() else 'false' }}
                )
                then 'lost'
            when recorded_mark is null and batch_mark is not null then 'new'
            when batch_mark = recorded_mark and taken_mark = recorded_mark then 'known'
            else 'changed'
        end as batch_status,
        {{ is_same('taken_mark', 'recorded_mark') }} as is_settled
    from gathered

)

select * from compared
