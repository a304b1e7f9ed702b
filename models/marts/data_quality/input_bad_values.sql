-- One row per column whose values must be read, or that held words for missing: how many values were given,
-- how many were such a word, how many became null or identify nobody because they could not be read.

{%- set readers = [
    ('leads', 'email', "case when " ~ is_valid_email('lower(email)') ~ " then email end"),
    ('leads', 'updated_at', read_timestamp('updated_at')),
    ('leads', 'do_not_contact', read_boolean('do_not_contact')),
    ('leads', 'is_deleted', read_boolean('is_deleted')),
    ('outcomes', 'email', "case when " ~ is_valid_email('lower(email)') ~ " then email end"),
    ('outcomes', 'amount', read_amount('amount')),
    ('identities', 'since', read_timestamp('since')),
] %}
{%- set columns_of = {
    'leads': 'email, updated_at, do_not_contact, is_deleted, employee_count, annual_revenue, null_words',
    'outcomes': 'email, amount, currency, null_words', 'identities': 'since, null_words', 'spend': 'null_words',
} %}

with

-- Each table once, as to read it is to clean all of its texts.
{% for table, columns in columns_of.items() %}
{{ table }} as (
    select {{ columns }} from {{ ref('base_' ~ table) }}
),
{% endfor %}
-- Company sizes are read by the aliases of the scorecard in force.
aliases as (

    select aliases.*
    from {{ ref('int_aliases') }} as aliases
    inner join {{ ref('stg_scorecards') }} as scorecards
        on aliases.scorecard = scorecards.scorecard
    where scorecards.scorecard_rank = 1

),

-- A currency without a rate makes its amounts null, as a number that cannot be read does.
bad as (

    select
        'outcomes' as source_table,
        'currency' as column_name,
        count(outcomes.currency) as readable_values,
        count(rates.currency) as bad_values
    from outcomes
    left join {{ ref('int_currency_rates') }} as rates
        on
            upper(outcomes.currency) = rates.currency and outcomes.amount is not null
            and rates.scorecard = 'default' and rates.rate is null

    union all

    select
        'spend' as source_table,
        'currency' as column_name,
        count(currency) as readable_values,
        count(case when amount is null then currency end) as bad_values
    from {{ ref('int_spend') }}
    where scorecard = 'default'

    union all

    {% for table, column, reading in readers %}
    select
        '{{ table }}' as source_table,
        '{{ column }}' as column_name,
        count({{ column }}) as readable_values,
        count({{ column }}) - count({{ reading }}) as bad_values
    from {{ table }}
    union all
    {% endfor %}

    {% for column in ['email', 'value', 'is_machine', 'loaded_at'] %}
    select
        'events' as source_table,
        '{{ column }}' as column_name,
        coalesce(sum(given_{{ column }}), 0) as readable_values,
        coalesce(sum(bad_{{ column }}), 0) as bad_values
    from {{ ref('stg_event_arrivals') }}
    union all
    {% endfor %}

    {% for column in ['employee_count', 'annual_revenue'] %}
    select
        'leads' as source_table,
        '{{ column }}' as column_name,
        count(leads.{{ column }}) as readable_values,
        count(leads.{{ column }})
        - count(coalesce(aliases.standard_value, {{ company_number('leads.' ~ column) }})) as bad_values
    from leads
    left join aliases
        on
            aliases.attribute = '{{ column }}'
            and {{ alias_key('leads.' ~ column) }} = aliases.alias
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- The combinations of columns that held a word for missing in one row.
combinations as (

    {% for table in columns_of %}
    select
        '{{ table }}' as source_table,
        null_words,
        count(*) as raw_rows
    from {{ table }}
    where null_words is not null
    group by null_words

    union all

    {% endfor %}
    select
        'events' as source_table,
        null_words,
        sum(raw_rows) as raw_rows
    from {{ ref('stg_event_arrivals') }}
    where null_words is not null
    group by null_words

),

input_columns as (

    {{ input_column_rows() }}

),

null_words as (

    select
        input_columns.source_table,
        input_columns.column_name,
        sum(combinations.raw_rows) as null_words
    from combinations
    inner join input_columns
        on
            combinations.source_table = input_columns.source_table
            and {{ dbt.position(
                "' ' || input_columns.column_name || ' '", "' ' || combinations.null_words || ' '"
            ) }} > 0
    group by input_columns.source_table, input_columns.column_name

),

bad_values as (

    select
        cast(coalesce(bad.source_table, null_words.source_table) as {{ dbt.type_string() }}) as source_table,
        cast(coalesce(bad.column_name, null_words.column_name) as {{ dbt.type_string() }}) as column_name,
        cast(coalesce(bad.readable_values, 0) + coalesce(null_words.null_words, 0) as bigint) as given_values,
        cast(coalesce(null_words.null_words, 0) as bigint) as null_words,
        cast(coalesce(bad.bad_values, 0) as bigint) as bad_values
    from bad
    full outer join null_words
        on
            bad.source_table = null_words.source_table
            and bad.column_name = null_words.column_name

)

select * from bad_values
