-- One row per row of scoring_rules.csv: typed, an empty cell replaced by its default.

with

rule_rows as (

    {{ seed_rows('scoring_rules') }}

),

typed as (

    select
        scorecard,
        -- A rule whose points change on a day has several rows of one rule_id, in force one after another.
        {{ join_texts('@', ['rule_id', 'valid_from']) }} as rule_key,
        rule_id,
        lower(component) as component,
        rule_group,
        lower(coalesce(segment, '*')) as segment,
        lower(signal_type) as signal_type,
        lower(signal) as signal,
        lower(coalesce(field, 'asset')) as field,
        lower(coalesce(operator, 'any')) as operator,
        operand,
        {{ read_number('points') }} as points,
        {{ read_integer('daily_cap') }} as daily_cap,
        {{ read_number('max_points') }} as max_points,
        coalesce(min_hits, within_days) is not null as is_frequency_rule,
        coalesce({{ read_integer('min_hits') }}, 1) as min_hits,
        {{ read_integer('within_days') }} as within_days,
        lower(coalesce(decay, 'none')) as decay,
        {{ read_number('decay_days') }} as decay_days,
        {{ read_number('decay_percent') }} as decay_percent,
        coalesce({{ read_number('grace_days') }}, 0) as grace_days,
        lower(coalesce(decay_clock, 'event')) as decay_clock,
        {{ read_number('expires_after_days') }} as expires_after_days,
        coalesce({{ read_date('valid_from') }}, cast('0001-01-01' as date)) as valid_from,
        coalesce({{ read_date('valid_to') }}, cast('9999-12-31' as date)) as valid_to,
        coalesce(description, rule_id) as description,
        file_name,
        row_number,
        is_filled_in
    from rule_rows

),

scoring_rules as (

    select
        *,
        {{ condition_number("'rule'", 'rule_key') }} as rule_number,
        coalesce(
            signal_type = 'attribute' and signal = 'days_since_created' and operator = 'gte'
            and {{ read_number('operand') }} <= 0,
            false
        ) as is_starting_points,
        {{ row_content(rulebook_columns('scoring_rules')) }} as content
    from typed

)

select * from scoring_rules
