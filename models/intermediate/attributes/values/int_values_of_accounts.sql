-- One row per scorecard and email address, website or company name: whether it is that of a target account.

with

target_accounts as (

    select * from {{ ref('stg_target_accounts') }}

),

raw_values as (

    select distinct
        source_attribute,
        value as raw_value
    from {{ ref('int_lead_attributes') }}
    where
        source_attribute in ('website', 'company_name')
        or (source_attribute = 'email' and {{ is_valid_email('value') }})

),

keyed as (

    select
        source_attribute,
        raw_value,
        case source_attribute
            when 'company_name' then {{ plain_words('raw_value') }}
            when 'email' then {{ dbt.split_part('raw_value', "'@'", 2) }}
            else {{ website_domain('raw_value') }}
        end as account_key
    from raw_values

),

account_keys as (

    select
        scorecard,
        company_words as account_key
    from target_accounts
    where company_words is not null

    union distinct

    select
        scorecard,
        domain as account_key
    from target_accounts
    where domain is not null

),

target_account_values as (

    select
        scorecards.scorecard,
        keyed.source_attribute,
        keyed.raw_value,
        'is_target_account' as attribute,
        case when account_keys.account_key is null then 'false' else 'true' end as value
    from keyed
    cross join {{ ref('stg_scorecards') }} as scorecards
    left join account_keys
        on
            scorecards.scorecard = account_keys.scorecard
            and keyed.account_key = account_keys.account_key

)

select * from target_account_values
