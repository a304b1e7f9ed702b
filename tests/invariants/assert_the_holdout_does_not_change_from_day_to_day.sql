-- People who are held out on one kept day and not on another.

with

history as (

    select * from {{ ref('lead_score_history') }}

)

select person_id
from history
group by person_id
having
    max(case when is_holdout then 1 else 0 end) <> min(case when is_holdout then 1 else 0 end)
    or count(is_holdout) < count(*)
