-- People that only one of a challenger and the scorecard in force scores on a day that both keep. Rules
-- decide how people score, not who is scored.

with

compared_dates as (

    select distinct
        scorecard,
        scorecard_in_force,
        scored_on
    from {{ ref('int_compared_scores') }}

),

compared_people as (

    select
        scorecard,
        scored_on,
        count(*) as people
    from {{ ref('int_compared_scores') }}
    group by scorecard, scored_on

),

scored_people as (

    select
        scorecard,
        scored_on,
        count(*) as people
    from {{ ref('int_scored_people') }}
    group by scorecard, scored_on

)

select
    compared_people.scorecard,
    compared_people.scored_on,
    compared_people.people,
    old_people.people as old_people,
    new_people.people as new_people
from compared_people
inner join compared_dates
    on
        compared_people.scorecard = compared_dates.scorecard
        and compared_people.scored_on = compared_dates.scored_on
inner join scored_people as old_people
    on
        compared_dates.scorecard_in_force = old_people.scorecard
        and compared_dates.scored_on = old_people.scored_on
inner join scored_people as new_people
    on
        compared_dates.scorecard = new_people.scorecard
        and compared_dates.scored_on = new_people.scored_on
where
    compared_people.people <> old_people.people
    or compared_people.people <> new_people.people
