-- One row per kept scoring day, person and rule that hit under one of the rulebooks: its points under each.

with

old_ledger as (

    select * from {{ scored_under('old', 'int_ledger') }}
    where is_kept

),

new_ledger as (

    select * from {{ scored_under('new', 'int_ledger') }}
    where is_kept

),

stacked as (

    select
        scored_on,
        person_id,
        rule_id,
        points as old_points,
        {{ amount('0') }} as new_points
    from old_ledger

    union all

    select
        scored_on,
        person_id,
        rule_id,
        {{ amount('0') }} as old_points,
        points as new_points
    from new_ledger

),

compared_rule_points as (

    select
        scored_on,
        person_id,
        rule_id,
        {{ amount('sum(old_points)') }} as old_points,
        {{ amount('sum(new_points)') }} as new_points,
        {{ amount(amount('sum(new_points)') ~ ' - ' ~ amount('sum(old_points)')) }} as points_change
    from stacked
    group by scored_on, person_id, rule_id

)

select * from compared_rule_points
