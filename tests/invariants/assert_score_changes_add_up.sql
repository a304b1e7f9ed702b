-- People and pairs of scored days whose changes do not add up to the difference of their two scores: exactly,
-- since all amounts are decimals. Without a change there is no row and no difference. And rows of
-- lead_score_changes that are not the one row of a known cause between two days, or move nothing. The test reads
-- the days from the first on that the run scored, and the first leads: all of a small input. It is one test, as
-- each reading of the view computes it.

with

score_pairs as (

    select * from {{ ref('int_score_pairs') }}
    where
        {{ is_sampled_lead('person_id') }}
        and {{ is_since_this_run('scored_on') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

cause_rows as {{ materialized() }} (

    select
        *,
        count(*) over (partition by scorecard, person_id, scored_on, cause) as rows_of_cause
    from {{ ref('lead_score_changes') }}
    where
        {{ is_sampled_lead('person_id') }}
        and {{ is_since_this_run('scored_on') }}

),

changes as (

    select
        scorecard,
        person_id,
        scored_on,
        previous_scored_on,
        sum(points) as points
    from cause_rows
    group by scorecard, person_id, scored_on, previous_scored_on

),

-- The scores themselves, not their copies in the pairs.
differences as (

    select
        score_pairs.scorecard,
        score_pairs.person_id,
        score_pairs.scored_on,
        score_pairs.previous_scored_on,
        people_now.score - people_then.score as points
    from score_pairs
    left join scored_people as people_now
        on {{ same_person_day('score_pairs', 'people_now') }}
    left join scored_people as people_then
        on
            score_pairs.scorecard = people_then.scorecard
            and score_pairs.person_id = people_then.person_id
            and score_pairs.previous_scored_on = people_then.scored_on

),

mismatches as (

    select
        coalesce(differences.scorecard, changes.scorecard) as scorecard,
        coalesce(differences.person_id, changes.person_id) as person_id,
        coalesce(differences.previous_scored_on, changes.previous_scored_on) as previous_scored_on,
        coalesce(differences.scored_on, changes.scored_on) as scored_on,
        differences.points,
        changes.points as points_by_cause
    from differences
    full outer join changes
        on
            {{ same_person_day('differences', 'changes') }}
            and differences.previous_scored_on = changes.previous_scored_on
    where
        differences.points is null
        or differences.points <> coalesce(changes.points, 0)

),

sampled_people as (

    select
        scorecard,
        person_id,
        scored_on,
        lag(scored_on) over (partition by scorecard, person_id order by scored_on) as previous_scored_on
    from scored_people
    where {{ is_sampled_lead('person_id') }}

),

-- A person who was scored before has a pair.
without_pair as (

    select
        sampled_people.scorecard,
        sampled_people.person_id,
        sampled_people.previous_scored_on,
        sampled_people.scored_on
    from sampled_people
    left join score_pairs
        on {{ same_person_day('sampled_people', 'score_pairs') }}
    where
        sampled_people.previous_scored_on is not null
        and {{ is_since_this_run('sampled_people.scored_on') }}
        and score_pairs.person_id is null

)

select
    scorecard,
    person_id,
    previous_scored_on,
    scored_on,
    points,
    points_by_cause
from mismatches

union all

select
    scorecard,
    person_id,
    previous_scored_on,
    scored_on,
    null as points,
    null as points_by_cause
from without_pair

union all

select
    scorecard,
    person_id,
    previous_scored_on,
    scored_on,
    null as points,
    points as points_by_cause
from cause_rows
where
    rows_of_cause > 1
    or points = 0
    or points is null
    or previous_scored_on >= scored_on
    or cause not in ('activity', 'decay', 'expiry', 'attributes', 'rules', 'merge', 'caps')
