-- One row per segment that has enough leads for a rate.

select
    segment,
    leads,
    cast(conversion_rate as double) as conversion_rate
from marts.segment_conversion
where leads >= 30
