-- One row per scorecard and person of an account on the latest scoring day: what the person adds to the
-- account's score.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

person_accounts as (

    select * from {{ ref('int_person_accounts') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

-- Disqualified people come last and count nothing.
ranked as (

    select
        lead_scores.scorecard,
        person_accounts.account_id,
        person_accounts.company_name,
        person_accounts.is_target_account,
        person_accounts.department,
        person_accounts.seniority,
        lead_scores.person_id,
        lead_scores.lead_id,
        lead_scores.scored_on,
        lead_scores.score,
        lead_scores.stage,
        lead_scores.is_disqualified,
        lead_scores.engagement_points > 0 and not lead_scores.is_disqualified as is_engaged,
        lead_scores.data_coverage,
        cast(
            row_number() over (
                partition by lead_scores.scorecard, person_accounts.account_id
                order by
                    case when lead_scores.is_disqualified then 1 else 0 end asc,
                    lead_scores.score desc,
                    {{ text_order('lead_scores.person_id') }} asc
            ) as integer
        ) as person_rank
    from person_accounts
    inner join lead_scores
        on
            person_accounts.scorecard = lead_scores.scorecard
            and person_accounts.person_id = lead_scores.person_id

),

account_people as (

    select
        ranked.scorecard,
        ranked.account_id,
        ranked.person_id,
        ranked.lead_id,
        ranked.scored_on,
        ranked.person_rank,
        ranked.company_name,
        ranked.is_target_account,
        ranked.department,
        ranked.seniority,
        ranked.score,
        ranked.stage,
        ranked.is_engaged,
        ranked.data_coverage,
        {{ amount(
            "ranked.score * case
                when ranked.is_disqualified then 0
                when settings.account_formula = 'top_k_sum'
                    then case when ranked.person_rank <= settings.account_top_people then 1 else 0 end
                when settings.account_formula = 'decayed_sum'
                    then power(settings.account_next_person_percent / 100, ranked.person_rank - 1)
                when ranked.person_rank = 1 then 1
                else 0
            end"
        ) }} as account_points
    from ranked
    inner join settings
        on ranked.scorecard = settings.scorecard

)

select * from account_people
