-- The activity of a person has one row for each day, kind of event and asset.

select
    person_id,
    occurred_on,
    event_type,
    asset
from {{ ref('lead_activity') }}
where {{ is_sampled_lead('person_id') }}
group by person_id, occurred_on, event_type, asset
having count(*) > 1
