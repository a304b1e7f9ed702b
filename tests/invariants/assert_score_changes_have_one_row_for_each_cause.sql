-- Rows of lead_score_changes that are not the one row of a known cause between two days, or move nothing. The
-- test reads the first leads: all of a small input.

with

changes as (

    select
        *,
        count(*) over (partition by scorecard, person_id, scored_on, cause) as rows_of_cause
    from {{ ref('lead_score_changes') }}
    where {{ is_sampled_lead('person_id') }}

)

select
    scorecard,
    person_id,
    previous_scored_on,
    scored_on,
    cause,
    points
from changes
where
    rows_of_cause > 1
    or points = 0
    or points is null
    or previous_scored_on >= scored_on
    or cause not in ('activity', 'decay', 'expiry', 'attributes', 'rules', 'merge', 'caps')
