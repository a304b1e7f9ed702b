-- The events shown beside a score are those that it rests on: machines have made the same share of both.

with

activity as (

    select
        lead_id,
        {{ share('sum(machine_hits)', 'sum(hits + machine_hits)') }} as machine_hit_share
    from {{ ref('lead_activity') }}
    where {{ is_sampled_lead('lead_id') }}
    group by lead_id

)

select
    lead_scores.lead_id,
    lead_scores.machine_hit_share,
    activity.machine_hit_share as machine_share_of_activity
from {{ ref('lead_scores') }} as lead_scores
left join activity
    on lead_scores.lead_id = activity.lead_id
where
    {{ is_sampled_lead('lead_scores.lead_id') }}
    and lead_scores.machine_hit_share <> coalesce(activity.machine_hit_share, 0)
