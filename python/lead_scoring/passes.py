"""Scores many days of many leads in several passes, so that memory and disk stay bounded.

A run of dbt scores all days that need it side by side. Where that would be more lead-days than
LEAD_DAYS_AT_ONCE, the days are scored some at a time, the oldest first (var days_at_once); the
run that follows scores the last of them and makes the marts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import yaml

from .dbt_runner import run_dbt
from .project import ROOT

LEAD_DAYS_AT_ONCE = 2_000_000
# What a pass computes: the history of scores, and what is recorded about it at the end.
_HISTORY = ["--select", "+int_known_leads", "+int_taken_in_batches"]


def score_all_but_the_last_days(
    path: Path, arguments: list[str], variables: dict[str, Any]
) -> tuple[list[str], dict[str, Any]]:
    """Score days until few are left; the arguments and vars for the run that scores these."""
    most = _days_at_once(path)
    scored = _count(path, "select count(*) from intermediate.int_scored_days")
    if _wanted_days(variables) + scored <= most:
        return arguments, variables
    variables = variables | {"days_at_once": most}
    left = most + 1
    while left > most:
        run_dbt(
            [*arguments, "--exclude-resource-type", "test", "unit_test", *_HISTORY], path, variables
        )
        arguments = [argument for argument in arguments if argument != "--full-refresh"]
        left = _days_left(path)
        print(f"  days left to score: {left}", flush=True)
    return arguments, variables


def _days_at_once(path: Path) -> int:
    return max(1, LEAD_DAYS_AT_ONCE // max(1, _count(path, "select count(*) from raw.leads")))


def _wanted_days(variables: dict[str, Any]) -> int:
    """The latest day, the one a week before, the month ends and the days before."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    variables = project["vars"] | variables
    return 2 + int(variables["history_months"]) + int(variables["history_days"])


def _days_left(path: Path) -> int:
    return _count(
        path,
        "with scored as (select scored_on, scoring_version from intermediate.int_scored_days),"
        " valid as (select max(scored.scoring_version) as scoring_version from scored"
        " inner join intermediate.int_scoring_days using (scored_on))"
        " select count(*) from intermediate.int_kept_days left join scored using (scored_on)"
        " cross join valid where scored.scoring_version is distinct from valid.scoring_version",
    )


def _count(path: Path, query: str) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        try:
            row = connection.execute(query).fetchone()
        except duckdb.CatalogException:
            return 0
    return int(row[0]) if row else 0
