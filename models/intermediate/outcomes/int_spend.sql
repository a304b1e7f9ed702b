-- One row per scorecard and usable row of the table spend: the amount in the currency of the reports, null if its
-- currency has no rate.

with

spend as (

    select
        *,
        min(currency) over () = max(currency) over () as is_one_currency
    from {{ ref('stg_spend_checked') }}
    where record_status = 'usable'

),

exchange_rates as (

    select distinct
        scorecard,
        currency,
        rate
    from {{ ref('stg_exchange_rates') }}

),

-- Channels go by the words of the scorecard in force, as those of leads do.
aliases as (

    select * from {{ ref('int_aliases') }}
    where
        scorecard = 'default'
        and attribute = 'lead_source'

),

listed as (

    select distinct scorecard from exchange_rates

),

currency_rates as (

    select * from {{ ref('int_currency_rates') }}

),

priced as (

    select distinct scorecard from currency_rates

),

-- As for outcomes: where all amounts are in one currency, nobody has to list it.
converted as (

    select
        scorecards.scorecard,
        spend.month_starts_on,
        lower(coalesce(aliases.standard_value, spend.channel)) as channel,
        spend.campaign,
        spend.currency,
        spend.amount * case
            when spend.currency is null then 1
            when listed.scorecard is null and priced.scorecard is null and spend.is_one_currency then 1
            else coalesce(exchange_rates.rate, currency_rates.rate)
        end as amount
    from spend
    cross join {{ ref('stg_scorecards') }} as scorecards
    left join listed
        on scorecards.scorecard = listed.scorecard
    left join priced
        on scorecards.scorecard = priced.scorecard
    left join exchange_rates
        on
            scorecards.scorecard = exchange_rates.scorecard
            and spend.currency = exchange_rates.currency
    left join currency_rates
        on
            scorecards.scorecard = currency_rates.scorecard
            and spend.currency = currency_rates.currency
    left join aliases
        on {{ alias_key('spend.channel') }} = aliases.alias

)

select * from converted
