-- Segments without the stage that var mql_stage names: nobody of theirs is an MQL in conversion_trend.
{{ config(severity='warn') }}

with

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

)

select segment
from segment_stages
group by segment
having max(case when stage = '{{ var("mql_stage") }}' then 1 else 0 end) = 0
