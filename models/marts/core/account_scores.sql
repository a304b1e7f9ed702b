-- One row per scorecard and account on the latest scoring day: the scores of its people rolled up, and how
-- many roles are engaged.

with

account_people as (

    select * from {{ ref('account_people') }}

),

account_scores as (

    select
        scorecard,
        account_id,
        scored_on,
        coalesce(
            max(case when person_rank = 1 then company_name end), max(company_name), account_id
        ) as account_name,
        {{ amount('sum(account_points)') }} as score,
        max(case when is_target_account then 1 else 0 end) = 1 as is_target_account,
        cast(count(*) as bigint) as people,
        cast(sum(case when is_engaged then 1 else 0 end) as bigint) as engaged_people,
        cast(count(distinct case when is_engaged then department end) as bigint) as departments_engaged,
        cast(count(distinct case when is_engaged then seniority end) as bigint) as seniorities_engaged,
        max(case when person_rank = 1 then lead_id end) as best_lead_id,
        max(case when person_rank = 1 then stage end) as best_stage,
        cast(avg(data_coverage) as {{ type_decimal(9, 6) }}) as data_coverage
    from account_people
    group by scorecard, account_id, scored_on

)

select * from account_scores
