-- One row per segment of the scorecard in force that has enough leads for a rate.

select
    segment,
    leads,
    cast(conversion_rate as double) as conversion_rate
from marts.segment_conversion
where scorecard = getvariable('scorecard') and segment <> '*' and leads >= 30
