-- One row: how much of the input the run could use.

with

shares as (

    select
        source_table,
        coalesce(rejected_rows / nullif(raw_rows, 0), 0) as rejected_share,
        coalesce(duplicate_rows / nullif(raw_rows, 0), 0) as duplicate_share
    from marts.input_reconciliation

),

pivoted as (

    select
        max(rejected_share) filter (where source_table = 'leads') as leads_rejected_share,
        max(rejected_share) filter (where source_table = 'events') as events_rejected_share,
        max(rejected_share) filter (where source_table = 'outcomes') as outcomes_rejected_share,
        max(duplicate_share) as duplicate_share,
        (
            select coalesce(max(bad_values / given_values), 0) from marts.input_bad_values
            where given_values >= 20
        ) as bad_value_share
    from shares

)

select * from pivoted
