-- One row per scorecard and currency of an amount: the rate by which its amounts are reported; null if there is none.

with

rates as (

    select distinct
        scorecard,
        currency,
        rate
    from {{ ref('stg_exchange_rates') }}

),

listed as (

    select distinct scorecard from rates

),

currencies as (

    select distinct currency
    from {{ ref('stg_outcomes') }}
    where
        currency is not null
        and amount is not null

),

joined as (

    select
        scorecards.scorecard,
        currencies.currency,
        rates.rate,
        count(*) over (partition by scorecards.scorecard) as currency_count,
        listed.scorecard is not null as has_rates
    from {{ ref('stg_scorecards') }} as scorecards
    cross join currencies
    left join rates
        on
            scorecards.scorecard = rates.scorecard
            and currencies.currency = rates.currency
    left join listed
        on scorecards.scorecard = listed.scorecard

),

-- Where all amounts are in one currency, the reports are in it too, and nobody has to list it.
currency_rates as (

    select
        scorecard,
        currency,
        case
            when currency_count = 1 and not has_rates then 1
            else rate
        end as rate
    from joined

)

select * from currency_rates
