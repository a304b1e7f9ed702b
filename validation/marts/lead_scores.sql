-- One row per person that the scorecard in force scores.

select
    cast(score as double) as score,
    cast(fit_points as double) as fit_points,
    cast(engagement_points as double) as engagement_points,
    segment,
    stage,
    cast(score = min(score) over () as integer) as is_lowest_score,
    cast(score = max(score) over () as integer) as is_highest_score,
    cast(segment = 'default' as integer) as is_default_segment,
    cast(is_disqualified as integer) as is_disqualified,
    cast(data_coverage as double) as data_coverage,
    cast(machine_hit_share as double) as machine_hit_share,
    scored_on - last_engaged_on as days_since_engaged
from marts.lead_scores
where scorecard = getvariable('scorecard')
