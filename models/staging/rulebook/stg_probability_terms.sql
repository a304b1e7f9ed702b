-- One row per term of the probability of conversion, typed; no rows where the rulebook is not trained.

with

term_rows as (

    {{ seed_rows('probability') }}

),

typed as (

    select
        scorecard,
        term_id,
        lower(signal_type) as signal_type,
        lower(signal) as signal,
        lower(coalesce(operator, 'any')) as operator,
        lower(operand) as operand,
        coalesce({{ read_integer('min_hits') }}, 1) as min_hits,
        {{ read_integer('within_days') }} as within_days,
        -- Decimals, so that their sum does not depend on the order of addition.
        {{ amount(read_number('coefficient')) }} as coefficient,
        coalesce(description, term_id) as description,
        row_number
    from term_rows

),

-- Many terms count the same hits over other windows: these share one condition.
terms as (

    select
        *,
        {{ join_texts('@', ['signal_type', 'signal', 'operator', "coalesce(operand, '')"]) }} as condition_key
    from typed

)

select * from terms
