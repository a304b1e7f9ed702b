{#- Why an email address joins no leads; null if it does. The arguments are SQL: what shared_addresses.csv says of the
    address, and how many companies and names its leads have. -#}
{% macro kept_apart_because(counts_as, companies, names) -%}
    case
        when {{ counts_as }} = 'person' then null
        when {{ counts_as }} = 'nobody' then 'placeholder'
        when {{ counts_as }} = 'mailbox' then 'shared mailbox'
        when {{ companies }} > {{ var('max_companies_per_address') }} then 'too many companies'
        when {{ names }} > {{ var('max_names_per_address') }} then 'too many names'
    end
{%- endmacro %}

{#- First and last name of a lead in lower case, to compare leads; null if both are missing. -#}
{% macro full_name(lead) -%}
    nullif(trim(lower({{ dbt.concat([
        "coalesce(" ~ lead ~ ".first_name, '')", "' '", "coalesce(" ~ lead ~ ".last_name, '')"
    ]) }})), '')
{%- endmacro %}

{#- CTEs that end with people_by_address: one row per day and email address that belongs to one person. Reads the CTEs
    leads (scored_on, lead_id, person_id, email), identities and listed_addresses. A lead's own address wins over one
    from the table identities. -#}
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

{#- CTEs that end with ranked_ties: one row per day, anonymous_id and person tied to it, with the rank of the tie (1 =
    the latest) and the number of people. Reads the CTE ties (scored_on, anonymous_id, person_id, tied_at). -#}
{% macro ranked_ties() -%}
people_tied as (

    select
        scored_on,
        anonymous_id,
        person_id,
        max(tied_at) as tied_at
    from ties
    group by scored_on, anonymous_id, person_id

),

ranked_ties as (

    select
        scored_on,
        anonymous_id,
        person_id,
        row_number() over (
            partition by scored_on, anonymous_id
            order by tied_at desc nulls last, {{ text_order('person_id') }} asc
        ) as tie_rank,
        count(*) over (partition by scored_on, anonymous_id) as people
    from people_tied

)
{%- endmacro %}
