-- In the funnel of a segment a higher stage is reached by as many people as a lower one, or by fewer.

with

funnel as (

    select * from {{ ref('stage_funnel') }}
    where segment <> '*'

)

select
    higher.scorecard,
    higher.segment,
    higher.stage,
    higher.reached,
    lower_stage.reached as reached_below
from funnel as higher
inner join funnel as lower_stage
    on
        higher.scorecard = lower_stage.scorecard
        and higher.segment = lower_stage.segment
        and higher.stage_rank > lower_stage.stage_rank
where higher.reached > lower_stage.reached or higher.customers > lower_stage.customers
