-- One row per row of exchange_rates.csv: what a unit of a currency is worth in the currency of the reports.

with

rate_rows as (

    {{ seed_rows('exchange_rates') }}

),

typed as (

    select
        scorecard,
        upper(currency) as currency,
        {{ read_number('rate') }} as rate
    from rate_rows

)

select * from typed
