-- One row per lead that ever shared a key with another: its family, all who could be one person with it
-- on some day, or take a visitor from it. Leads that never shared one are a family of their own and do not
-- appear.

with

round_0 as (

    select
        cast(null as date) as scored_on,
        lead_id,
        identity_key,
        {{ dbt.hash('lead_id') }} as label
    from {{ ref('int_family_edges') }}

),

{% for round in range(var('identity_rounds')) %}
round_{{ round + 1 }} as {{ materialized() }} (

    {{ label_round('round_' ~ round) }}

),

{% endfor %}
families as (

    select
        lead_id,
        min(label) as family_label
    from round_{{ var('identity_rounds') }}
    group by lead_id

)

select * from families
