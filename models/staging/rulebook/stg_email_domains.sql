-- One row per scorecard and domain that is no company's: domain_type is personal or disposable.

with

personal as (

    {{ seed_rows('personal_email_domains') }}

),

disposable as (

    {{ seed_rows('disposable_email_domains') }}

),

email_domains as (

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

)

select * from email_domains
