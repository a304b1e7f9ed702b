-- Keys that leads of two people, or of two families, share: label propagation stopped too early for a very
-- long chain of merges. How to fix it: raise the var identity_rounds in dbt_project.yml (each round more than
-- halves a chain).

with

components as (

    select * from {{ ref('int_identity_components') }}

),

families as (

    select * from {{ ref('int_lead_families') }}

),

labels_of_keys as (

    select
        scored_on,
        identity_key,
        component_label as label
    from components

    union all

    select
        cast(null as date) as scored_on,
        identity_key,
        family_label as label
    from families

),

split_keys as (

    select
        scored_on,
        identity_key,
        count(distinct label) as labels,
        'raise var identity_rounds' as how_to_fix
    from labels_of_keys
    group by scored_on, identity_key
    having count(distinct label) > 1

)

select * from split_keys
