-- One row per scorecard and rule that fires together with others: the one it fires with most, by the Jaccard
-- index of the people they fire for on the latest backtest day (both / either). Pairs grow with the square of
-- a person's rules, so the first 10,000 people by hash are taken, which is enough to know a share to a
-- percent.

with

fired as (

    select * from {{ ref('int_ledger') }}
    where {{ rule_fires() }}

),

backtest as (

    select
        *,
        max(scored_on) over (partition by scorecard) as last_scored_on
    from {{ ref('int_backtest') }}
    where not is_closed

),

sampled_people as (

    select
        scorecard,
        scored_on,
        person_id,
        row_number() over (partition by scorecard order by {{ dbt.hash('person_id') }}) as sample_rank
    from backtest
    where scored_on = last_scored_on

),

sampled as (

    select
        fired.scorecard,
        fired.person_id,
        fired.rule_id
    from fired
    inner join sampled_people
        on {{ same_person_day('fired', 'sampled_people') }}
    where sampled_people.sample_rank <= 10000

),

counts as (

    select
        scorecard,
        rule_id,
        count(*) as people
    from sampled
    group by scorecard, rule_id

),

pairs as (

    select
        sampled.scorecard,
        sampled.rule_id,
        also_sampled.rule_id as other_rule_id,
        count(*) as people
    from sampled
    inner join sampled as also_sampled
        on
            sampled.scorecard = also_sampled.scorecard
            and sampled.person_id = also_sampled.person_id
            and sampled.rule_id <> also_sampled.rule_id
    group by sampled.scorecard, sampled.rule_id, also_sampled.rule_id

),

ranked as (

    select
        pairs.scorecard,
        pairs.rule_id,
        pairs.other_rule_id as overlapping_rule_id,
        {{ share('pairs.people', 'counts.people + other_counts.people - pairs.people') }} as overlap_share,
        row_number() over (
            partition by pairs.scorecard, pairs.rule_id
            order by
                cast(pairs.people as {{ type_double() }})
                / (counts.people + other_counts.people - pairs.people) desc,
                {{ text_order('pairs.other_rule_id') }} asc
        ) as overlap_rank
    from pairs
    inner join counts
        on
            pairs.scorecard = counts.scorecard
            and pairs.rule_id = counts.rule_id
    inner join counts as other_counts
        on
            pairs.scorecard = other_counts.scorecard
            and pairs.other_rule_id = other_counts.rule_id

),

rule_overlaps as (

    select
        scorecard,
        rule_id,
        overlapping_rule_id,
        overlap_share
    from ranked
    where overlap_rank = 1

)

select * from rule_overlaps
