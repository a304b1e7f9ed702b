-- One row per email address of a lead or of identities that shared_addresses.csv names: what it counts as.

{# info+fair@ is the mailbox info@. #}
{% set local_part = dbt.split_part(dbt.split_part('addresses.email', "'@'", 1), "'+'", 1) %}

with

lead_versions as (

    select * from {{ ref('int_lead_versions') }}
    where has_valid_email

),

identities as (

    select * from {{ ref('stg_identities') }}
    where kind = 'email'

),

listed as (

    select
        lower(trim(address)) as address,
        counts_as
    from {{ ref('shared_addresses') }}

),

addresses as (

    select email
    from lead_versions

    union distinct

    select value as email
    from identities

),

-- The more exact line wins: a whole address, then a domain, then what comes before the @.
listed_addresses as (

    select
        addresses.email,
        coalesce(by_address.counts_as, by_domain.counts_as, by_local_part.counts_as) as counts_as
    from addresses
    left join listed as by_address
        on addresses.email = by_address.address
    left join listed as by_domain
        on {{ dbt.concat(["'@'", dbt.split_part('addresses.email', "'@'", 2)]) }} = by_domain.address
    left join listed as by_local_part
        on {{ dbt.concat([local_part, "'@'"]) }} = by_local_part.address
    where coalesce(by_address.counts_as, by_domain.counts_as, by_local_part.counts_as) is not null

)

select * from listed_addresses
