-- Bands of the score that are less likely to convert than a lower one.

with

band_close_rates as (

    select * from {{ ref('int_band_close_rates') }}

),

compared as (

    select
        scorecard,
        scored_on,
        score_band,
        close_rate,
        lag(close_rate) over (partition by scorecard, scored_on order by score_band) as lower_close_rate
    from band_close_rates

)

select *
from compared
where close_rate < lower_close_rate
