-- One row per scorecard and domain that is no company's: domain_type is personal or disposable. What the lists of a
-- rulebook say goes before the list that everybody has.

with

personal as (

    {{ seed_rows('personal_email_domains') }}

),

disposable as (

    {{ seed_rows('disposable_email_domains') }}

),

own_domains as (

    select
        scorecard,
        lower(domain) as domain,
        'personal' as domain_type
    from personal
    where domain is not null

    union distinct

    select
        scorecard,
        lower(domain) as domain,
        'disposable' as domain_type
    from disposable
    where domain is not null

),

listed_domains as (

    select
        scorecards.scorecard,
        listed.domain,
        listed.domain_type
    from {{ ref('listed_email_domains') }} as listed
    cross join {{ ref('stg_scorecards') }} as scorecards
    left join own_domains
        on
            scorecards.scorecard = own_domains.scorecard
            and listed.domain = own_domains.domain
    left join {{ ref('list_exceptions') }} as exceptions
        on listed.domain = lower({{ clean_text('exceptions.value') }})
    where
        own_domains.domain is null
        and exceptions.value is null

),

email_domains as (

    select * from own_domains

    union all

    select * from listed_domains

)

select * from email_domains
