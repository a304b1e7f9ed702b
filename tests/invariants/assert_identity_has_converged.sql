-- Keys that leads of two people, or of two families, share: label propagation stopped too early for a very
-- long chain of merges. Cure: raise the var identity_rounds in dbt_project.yml (each round more than halves
-- a chain).

with

lead_keys as (

    select * from {{ ref('int_identity_edges') }}

),

clusters as (

    select * from {{ ref('int_identity_components') }}

),

family_edges as (

    select * from {{ ref('int_family_edges') }}

),

families as (

    select * from {{ ref('int_lead_families') }}

),

labels_of_keys as (

    select
        lead_keys.scored_on,
        lead_keys.identity_key,
        clusters.cluster_label as label
    from lead_keys
    inner join clusters
        on
            lead_keys.scored_on = clusters.scored_on
            and lead_keys.lead_id = clusters.lead_id

    union all

    select
        cast(null as date) as scored_on,
        family_edges.identity_key,
        families.family_label as label
    from family_edges
    inner join families
        on family_edges.lead_id = families.lead_id

),

split_keys as (

    select
        scored_on,
        identity_key,
        count(distinct label) as labels,
        'raise var identity_rounds' as cure
    from labels_of_keys
    group by scored_on, identity_key
    having count(distinct label) > 1

)

select * from split_keys
