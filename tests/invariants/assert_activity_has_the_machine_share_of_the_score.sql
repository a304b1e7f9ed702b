-- The events shown beside a score are those that it rests on: machines have made the same share of both.

with

activity as (

    select
        person_id,
        {{ share('sum(machine_hits)', 'sum(hits + machine_hits)') }} as machine_hit_share
    from {{ ref('lead_activity') }}
    where {{ is_sampled_lead('person_id') }}
    group by person_id

)

select
    lead_scores.person_id,
    lead_scores.machine_hit_share,
    activity.machine_hit_share as machine_share_of_activity
from {{ ref('lead_scores') }} as lead_scores
left join activity
    on lead_scores.person_id = activity.person_id
where
    {{ is_sampled_lead('lead_scores.person_id') }}
    and lead_scores.machine_hit_share <> coalesce(activity.machine_hit_share, 0)
