-- One row: how the scores of the people of an account become its score; without a row of the file the best
-- person's is.

with

account_rows as (

    {{ seed_rows('accounts') }}

),

typed as (

    select
        coalesce(max(lower(formula)), 'max') as formula,
        max({{ read_integer('top_people') }}) as top_people,
        max({{ read_number('next_person_percent') }}) as next_person_percent
    from account_rows

)

select * from typed
