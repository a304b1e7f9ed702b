-- Keys that leads of two people share: label propagation stopped too early for a very long chain of
-- merges. Cure: raise the var identity_rounds in dbt_project.yml (each round more than halves a chain).

with

lead_keys as (

    select * from {{ ref('int_lead_keys') }}

),

clusters as (

    select * from {{ ref('int_lead_clusters') }}

),

split_keys as (

    select
        lead_keys.scored_on,
        lead_keys.identity_key,
        count(distinct clusters.cluster_label) as people,
        'raise var identity_rounds' as cure
    from lead_keys
    inner join clusters
        on
            lead_keys.scored_on = clusters.scored_on
            and lead_keys.lead_id = clusters.lead_id
    group by lead_keys.scored_on, lead_keys.identity_key
    having count(distinct clusters.cluster_label) > 1

)

select * from split_keys
