-- One row per scorecard, owner and segment ('*' = all): who gets the people that have no owner in the CRM.

with

owner_rows as (

    {{ seed_rows('owners') }}

),

typed as (

    select
        scorecard,
        owner_id,
        lower(coalesce(segment, '*')) as segment,
        coalesce({{ read_number('weight') }}, 1) as weight
    from owner_rows

)

select * from typed
