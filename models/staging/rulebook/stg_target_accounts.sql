-- One row per scorecard and target account, by domain and by name.

with

account_rows as (

    {{ seed_rows('target_accounts') }}

),

target_accounts as (

    select
        scorecard,
        {{ website_domain('domain') }} as domain,
        case when company_name is not null then {{ plain_words('company_name') }} end as company_words
    from account_rows

)

select * from target_accounts
