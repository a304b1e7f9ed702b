-- One row per rule that fires together with others: the one it fires with most, by the Jaccard index of the
-- people they fire for on the latest backtest day (both / either). Pairs grow with the square of a person's
-- rules, so of more people than a sample needs the first by hash are taken: 10,000 tell a share to a percent.

with

firings as (

    select * from {{ ref('int_ledger') }}
    where {{ rule_fires() }}

),

last_backtest_day as (

    select max(scored_on) as scored_on from {{ ref('int_backtest') }}

),

sampled_people as (

    select
        backtest.scored_on,
        backtest.person_id,
        row_number() over (order by {{ dbt.hash('backtest.person_id') }}) as sample_rank
    from {{ ref('int_backtest') }} as backtest
    inner join last_backtest_day
        on backtest.scored_on = last_backtest_day.scored_on

),

sampled as (

    select
        firings.person_id,
        firings.rule_id
    from firings
    inner join sampled_people
        on
            firings.scored_on = sampled_people.scored_on
            and firings.person_id = sampled_people.person_id
    where sampled_people.sample_rank <= 10000

),

counts as (

    select
        rule_id,
        count(*) as people
    from sampled
    group by rule_id

),

pairs as (

    select
        sampled.rule_id,
        also_sampled.rule_id as other_rule_id,
        count(*) as people
    from sampled
    inner join sampled as also_sampled
        on
            sampled.person_id = also_sampled.person_id
            and sampled.rule_id <> also_sampled.rule_id
    group by sampled.rule_id, also_sampled.rule_id

),

ranked as (

    select
        pairs.rule_id,
        pairs.other_rule_id as overlapping_rule_id,
        {{ share('pairs.people', 'counts.people + other_counts.people - pairs.people') }} as overlap_share,
        row_number() over (
            partition by pairs.rule_id
            order by
                cast(pairs.people as {{ type_double() }})
                / (counts.people + other_counts.people - pairs.people) desc,
                {{ text_order('pairs.other_rule_id') }} asc
        ) as overlap_rank
    from pairs
    inner join counts
        on pairs.rule_id = counts.rule_id
    inner join counts as other_counts
        on pairs.other_rule_id = other_counts.rule_id

),

rule_overlaps as (

    select
        rule_id,
        overlapping_rule_id,
        overlap_share
    from ranked
    where overlap_rank = 1

)

select * from rule_overlaps
