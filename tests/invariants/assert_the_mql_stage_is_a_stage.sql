-- Segments without the stage that the setting mql_stage names: none of their people is an MQL in
-- conversion_trend.
{{ config(severity='warn') }}

with

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

)

select
    segment_stages.scorecard,
    segment_stages.segment
from segment_stages
inner join settings
    on segment_stages.scorecard = settings.scorecard
group by segment_stages.scorecard, segment_stages.segment
having max(case when segment_stages.stage = settings.mql_stage then 1 else 0 end) = 0
