-- People and pairs of scored days whose changes do not add up to the difference of their two scores:
-- exactly, since all amounts are decimals. Where nothing changed there is no row and no difference.
-- Looked at are the first leads: all of a small input.

with

score_pairs as (

    select * from {{ ref('int_score_pairs') }}
    where {{ is_sampled_lead('person_id') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

changes as (

    select
        person_id,
        scored_on,
        previous_scored_on,
        sum(points) as points
    from {{ ref('lead_score_changes') }}
    where {{ is_sampled_lead('person_id') }}
    group by person_id, scored_on, previous_scored_on

),

-- The scores themselves, and not what the pairs say of them.
differences as (

    select
        score_pairs.person_id,
        score_pairs.scored_on,
        score_pairs.previous_scored_on,
        people_now.score - people_then.score as points
    from score_pairs
    left join scored_people as people_now
        on
            score_pairs.person_id = people_now.person_id
            and score_pairs.scored_on = people_now.scored_on
    left join scored_people as people_then
        on
            score_pairs.person_id = people_then.person_id
            and score_pairs.previous_scored_on = people_then.scored_on

),

mismatches as (

    select
        coalesce(differences.person_id, changes.person_id) as person_id,
        coalesce(differences.previous_scored_on, changes.previous_scored_on) as previous_scored_on,
        coalesce(differences.scored_on, changes.scored_on) as scored_on,
        differences.points,
        changes.points as points_by_cause
    from differences
    full outer join changes
        on
            differences.person_id = changes.person_id
            and differences.scored_on = changes.scored_on
            and differences.previous_scored_on = changes.previous_scored_on
    where
        differences.points is null
        or differences.points <> coalesce(changes.points, 0)

),

-- A person who was scored before has a pair.
without_pair as (

    select
        scored_people.person_id,
        max(people_then.scored_on) as previous_scored_on,
        scored_people.scored_on
    from scored_people
    inner join scored_people as people_then
        on
            scored_people.person_id = people_then.person_id
            and scored_people.scored_on > people_then.scored_on
    left join score_pairs
        on
            scored_people.person_id = score_pairs.person_id
            and scored_people.scored_on = score_pairs.scored_on
    where
        score_pairs.person_id is null
        and {{ is_sampled_lead('scored_people.person_id') }}
    group by scored_people.person_id, scored_people.scored_on

)

select
    person_id,
    previous_scored_on,
    scored_on,
    points,
    points_by_cause
from mismatches

union all

select
    person_id,
    previous_scored_on,
    scored_on,
    null as points,
    null as points_by_cause
from without_pair
