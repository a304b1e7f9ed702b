-- One row per scoring day and lead that shares a key with another: the component of the identity graph it is
-- in. Connected components by label propagation in a fixed number of rounds (var identity_rounds); the test
-- assert_identity_has_converged fails if they are too few.

with

round_0 as (

    select
        scored_on,
        lead_id,
        identity_key,
        {{ dbt.hash('lead_id') }} as label
    from {{ ref('int_identity_edges') }}

),

{% for round in range(var('identity_rounds')) %}
round_{{ round + 1 }} as {{ materialized() }} (

    {{ label_round('round_' ~ round) }}

),

{% endfor %}
components as (

    select
        scored_on,
        lead_id,
        min(label) as component_label
    from round_{{ var('identity_rounds') }}
    group by scored_on, lead_id

)

select * from components
