-- Events of which copies came in this run without exactly one usable copy that counts, or with more than one
-- row for a copy. An event none of whose copies can be used has none.

with

doubled_events as (

    select distinct event_key
    from {{ ref('stg_doubled_events') }}

),

copies as (

    select * from {{ ref('stg_event_copies') }}

),

wrong as (

    select
        copies.event_id,
        count(*) as copies,
        count(case when copies.copy_rank = 1 then 1 end) as copies_that_count,
        max(copies.copy_rank) as last_rank
    from copies
    inner join doubled_events
        on copies.event_key = doubled_events.event_key
    group by copies.event_id
    having
        count(case when copies.copy_rank = 1 then 1 end) <> 1
        or count(*) <> max(copies.copy_rank)

)

select * from wrong
