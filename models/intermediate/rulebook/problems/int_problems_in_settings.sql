-- One row per row of a file of settings (sync.csv, accounts.csv) and reason why it cannot work. Such a file
-- has one row.

with

sync_rows as (

    {{ seed_rows('sync') }}

),

account_rows as (

    {{ seed_rows('accounts') }}

),

checked_sync as (

    select
        *,
        count(*) over (partition by scorecard) as all_rows
    from sync_rows

),

checked_accounts as (

    select
        *,
        lower(formula) as lower_formula,
        count(*) over (partition by scorecard) as all_rows
    from account_rows

),

{% set sync_checks = [
    ('all_rows > 1', "'the file has several rows'", 'Keep one row'),
    missing('min_score_change'),
    unreadable('min_score_change', read_integer('min_score_change'), 'a whole number above 0', '< 1', required=true),
] %}
{% set account_checks = [
    ('all_rows > 1', "'the file has several rows'", 'Keep one row'),
    not_one_of('formula', ['max', 'top_k_sum', 'decayed_sum'], required=true),
    unreadable('top_people', read_integer('top_people'), 'a whole number above 0', '< 1'),
    unreadable('next_person_percent', read_number('next_person_percent'), 'a number from 0 to 100',
        'not between 0 and 100'),
    ("lower_formula = 'top_k_sum' and top_people is null", "'top_k_sum has no top_people'",
        'Write how many people count'),
    ("lower_formula = 'decayed_sum' and next_person_percent is null", "'decayed_sum has no next_person_percent'",
        'Write what each next person counts, in percent of the one before'),
    ("lower_formula <> 'top_k_sum' and top_people is not null", "'top_people has no effect on ' || formula",
        'Leave the cell empty, or choose top_k_sum'),
    ("lower_formula <> 'decayed_sum' and next_person_percent is not null",
        "'next_person_percent has no effect on ' || formula", 'Leave the cell empty, or choose decayed_sum'),
] %}

problems as (

    {{ list_problems('sync', 'checked_sync', 'min_score_change', sync_checks) }}

    union all

    {{ list_problems('accounts', 'checked_accounts', 'formula', account_checks) }}

)

select * from problems
