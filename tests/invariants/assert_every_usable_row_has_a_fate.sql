-- Raw tables whose usable rows are not those that input_fates tells the fate of.

with

fates as (

    select
        source_table,
        sum(row_count) as fate_rows
    from {{ ref('input_fates') }}
    group by source_table

),

reconciliation as (

    select * from {{ ref('input_reconciliation') }}
    where source_table not in ('identities', 'spend')

),

wrong as (

    select
        reconciliation.source_table,
        reconciliation.usable_rows,
        fates.fate_rows
    from reconciliation
    left join fates
        on reconciliation.source_table = fates.source_table
    where reconciliation.usable_rows <> coalesce(fates.fate_rows, 0)

)

select * from wrong
