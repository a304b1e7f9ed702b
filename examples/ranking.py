"""Shows how well the scores of a warehouse rank the leads that were open on the scoring day.

python examples/ranking.py WAREHOUSE DAYS [CONDITION]

DAYS: a lead counts as won if the outcome came within so many days after the scoring day.
CONDITION: SQL on marts.lead_scores, to look at some of the leads.
"""

import sys

import duckdb

warehouse, days = sys.argv[1], int(sys.argv[2])
condition = sys.argv[3] if len(sys.argv) > 3 else "true"

OPEN_LEADS = f"""
    select
        lead_id,
        any_value(lead_scores.score) as score,
        coalesce(bool_or(
            stg_outcomes.outcome = 'won' and stg_outcomes.occurred_on <= scored_on + {days}
        ), false) as is_won
    from marts.lead_scores
    left join staging.stg_outcomes using (lead_id)
    where lead_scores.scorecard = 'default' and {condition}
    group by lead_id, scored_on
    having not coalesce(
        bool_or(stg_outcomes.outcome in ('won', 'lost') and stg_outcomes.occurred_on <= scored_on),
        false
    )
"""

BANDS = f"""
    select
        cast(floor(score / 10) * 10 as integer) as score_from,
        count(*) as leads,
        cast(sum(is_won::integer) as integer) as won,
        round(100 * avg(is_won::integer), 1) as percent_won
    from ({OPEN_LEADS})
    group by score_from
    order by score_from
"""

# The chance that a lead that was won stands above one that was not, a tie counting half.
AUC = f"""
    with ranked as (
        select
            is_won,
            rank() over (order by score) + (count(*) over (partition by score) - 1) / 2 as position
        from ({OPEN_LEADS})
    )
    select
        count(*) filter (is_won) as won,
        count(*) as leads,
        (sum(position) filter (is_won) - won * (won + 1) / 2) / (won * (leads - won)) as auc
    from ranked
"""

with duckdb.connect(warehouse, read_only=True) as connection:
    print(f"{'score':>7} {'leads':>7} {'won':>7} {'% won':>7}")
    for score_from, leads, won, percent in connection.execute(BANDS).fetchall():
        print(f"{score_from:>4}-{score_from + 10:<3}{leads:>7,} {won:>7,} {percent:>7}")
    won, leads, auc = connection.execute(AUC).fetchall()[0]
    print(f"{won:,} of {leads:,} open leads won within {days} days; ", end="")
    print("no AUC, as it takes leads of both kinds" if auc is None else f"AUC {auc:.3f}")
