{#- Why an email address joins no leads, or null where it does: counts_as is what shared_addresses.csv says of it,
    companies and names are how many its leads have. -#}
{% macro kept_apart_because(counts_as, companies, names) -%}
    case
        when {{ counts_as }} = 'person' then null
        when {{ counts_as }} = 'nobody' then 'placeholder'
        when {{ counts_as }} = 'mailbox' then 'shared mailbox'
        when {{ companies }} > {{ var('max_companies_per_address') }} then 'too many companies'
        when {{ names }} > {{ var('max_names_per_address') }} then 'too many names'
    end
{%- endmacro %}

{#- The name of a lead as two leads can be compared by it; null where there is none. -#}
{% macro full_name(lead) -%}
    nullif(trim(lower({{ dbt.concat([
        "coalesce(" ~ lead ~ ".first_name, '')", "' '", "coalesce(" ~ lead ~ ".last_name, '')"
    ]) }})), '')
{%- endmacro %}

{#- CTEs that end with people_by_address: one row per day and email address that belongs to one person. It reads the
    CTEs leads (scored_on, lead_id, person_id, email), identities and listed_addresses. An address of a lead's own
    goes before those of the table identities. -#}
{% macro people_by_address() -%}
own_addresses as (

    select
        scored_on,
        email,
        min(person_id) as person_id,
        max(person_id) as other_person_id
    from leads
    where email is not null
    group by scored_on, email

),

further_addresses as (

    select
        leads.scored_on,
        identities.value as email,
        min(leads.person_id) as person_id,
        max(leads.person_id) as other_person_id
    from identities
    inner join leads
        on
            identities.lead_id = leads.lead_id
            and coalesce(cast(identities.since as date), leads.scored_on) <= leads.scored_on
    left join own_addresses
        on
            leads.scored_on = own_addresses.scored_on
            and identities.value = own_addresses.email
    where
        identities.kind = 'email'
        and own_addresses.email is null
    group by leads.scored_on, identities.value

),

all_addresses as (

    select * from own_addresses

    union all

    select * from further_addresses

),

people_by_address as (

    select
        all_addresses.scored_on,
        all_addresses.email,
        all_addresses.person_id
    from all_addresses
    left join listed_addresses
        on
            all_addresses.email = listed_addresses.email
            and listed_addresses.counts_as = 'nobody'
    where
        all_addresses.person_id = all_addresses.other_person_id
        and listed_addresses.email is null

)
{%- endmacro %}
