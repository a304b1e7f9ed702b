-- Accounts whose score is not the sum of what their people add, or whose people are not those of
-- account_people.

with

account_scores as (

    select * from {{ ref('account_scores') }}

),

account_people as (

    select
        scorecard,
        account_id,
        sum(account_points) as account_points,
        count(*) as people
    from {{ ref('account_people') }}
    group by scorecard, account_id

),

wrong as (

    select
        account_scores.scorecard,
        account_scores.account_id,
        account_scores.score,
        account_people.account_points
    from account_scores
    left join account_people
        on
            account_scores.scorecard = account_people.scorecard
            and account_scores.account_id = account_people.account_id
    where
        account_people.account_id is null
        or account_scores.score <> account_people.account_points
        or account_scores.people <> account_people.people

)

select * from wrong
