-- One row: how much must change before the CRM is told.

with

sync_rows as (

    {{ seed_rows('sync') }}

),

typed as (

    select coalesce(max({{ read_integer('min_score_change') }}), 1) as min_score_change
    from sync_rows

)

select * from typed
