"""Whether the product, the floor and the other ways come to the same points."""

from __future__ import annotations

from pathlib import Path

import duckdb

from lead_scoring.sql import literal

from .figures import TOLERANCE, Agreement


def scores_agree(warehouse: Path, floor: Path) -> Agreement:
    """Compare each person's score and raw score with those of the floor."""
    return _compare(
        warehouse,
        "select lead_id, score, raw_score from marts.lead_scores",
        f"select lead_id, score, raw_score from read_parquet({literal(str(floor))})",
        "greatest(abs(ours.score - theirs.score), abs(ours.raw_score - theirs.raw_score))",
    )


def points_agree(warehouse: Path, result: Path, rulebook: Path) -> Agreement:
    """Compare the points of the event rules for all segments, before the limits of groups."""
    rules = literal(str(rulebook / "scoring_rules.csv"))
    return _compare(
        warehouse,
        f"""
            with

            latest as (select lead_id, scored_on from marts.lead_scores),

            compared_rules as (
                select rule_id from read_csv({rules}, header = true, all_varchar = true)
                where signal_type = 'event' and coalesce(segment, '*') = '*'
            ),

            earned as (
                select
                    lead_id,
                    scored_on,
                    sum(base_points + daily_cap_points + decay_points + rule_cap_points) as points
                from marts.lead_score_ledger
                where rule_id in (from compared_rules)
                group by lead_id, scored_on
            )

            select latest.lead_id, coalesce(earned.points, 0) as points
            from latest
            left join earned
                on latest.lead_id = earned.lead_id and latest.scored_on = earned.scored_on
        """,
        f"select lead_id, points from read_parquet({literal(str(result))})",
        "abs(ours.points - theirs.points)",
    )


def _compare(warehouse: Path, ours: str, theirs: str, difference: str) -> Agreement:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        row = connection.execute(
            f"""
            with ours as ({ours}), theirs as ({theirs}),

            compared as (
                select coalesce({difference}, 'inf') as difference
                from ours full join theirs on ours.lead_id = theirs.lead_id
            )

            select
                count(*),
                count(*) filter (difference > {TOLERANCE}),
                coalesce(max(difference) filter (isfinite(difference)), 0)
            from compared
            """
        ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always gives a row
    return Agreement(int(row[0]), int(row[1]), float(row[2]))
