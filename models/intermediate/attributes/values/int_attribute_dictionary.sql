-- One row per scorecard, value of a raw attribute and attribute read from it, in standard form.

with

title_keywords as (

    select * from {{ ref('stg_title_keywords') }}

),

target_accounts as (

    select * from {{ ref('stg_target_accounts') }}

),

titles as (

    select
        value as raw_value,
        {{ plain_words('value') }} as title_words
    from {{ ref('int_lead_attributes') }}
    where source_attribute = 'job_title'
    group by value

),

-- The keyword with the lowest priority number wins, then the longest, then the first by alphabet.
ranked_labels as (

    select
        title_keywords.scorecard,
        titles.raw_value,
        title_keywords.attribute,
        title_keywords.label,
        row_number() over (
            partition by title_keywords.scorecard, titles.raw_value, title_keywords.attribute
            order by
                title_keywords.priority asc nulls last,
                length(title_keywords.keyword_words) desc,
                {{ text_order('title_keywords.keyword_words') }} asc,
                {{ text_order('title_keywords.label') }} asc
        ) as keyword_rank
    from titles
    inner join title_keywords
        on {{ dbt.position('title_keywords.keyword_words', 'titles.title_words') }} > 0

),

title_values as (

    select
        scorecard,
        'job_title' as source_attribute,
        raw_value,
        attribute,
        label as value
    from ranked_labels
    where keyword_rank = 1

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

),

unioned as (

    select * from {{ ref('int_values_standardised') }}

    union all

    select * from title_values

    union all

    select * from {{ ref('int_values_of_emails') }}

    union all

    select * from target_account_values

),

dictionary as (

    select
        scorecard,
        source_attribute,
        raw_value,
        attribute,
        value
    from unioned

)

select * from dictionary
