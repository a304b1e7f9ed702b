"""Builds; where there are many days of many leads in several passes, so that memory stays bounded.

A run of dbt scores all days that need it side by side. Where that would be more lead-days than
LEAD_DAYS_AT_ONCE, the days are scored some at a time (var days_at_once, the latest first); the
run that follows scores the last of them and makes the marts.
"""

from __future__ import annotations

from typing import Any

import yaml

from .engines import Database, MissingTableError
from .project import ROOT

LEAD_DAYS_AT_ONCE = 2_000_000
# What a pass computes: the history of scores, and what is recorded about it at the end.
_HISTORY = ["--select", "+int_known_leads", "+int_known_outcomes", "+int_taken_in_batches"]


def build_all(database: Database, arguments: list[str], variables: dict[str, Any]) -> None:
    """Run the build that the arguments ask for, and before it as many passes as it takes."""
    most = int(variables.get("days_at_once") or 0) or _days_at_once(database)
    scored = _count(database, "select count(*) from intermediate.int_scored_days")
    wanted = _wanted_days(variables)
    if wanted + scored > most:
        variables = variables | {"days_at_once": most}
        if scored == 0:
            arguments = _score_until_few_are_left(database, arguments, variables, most)
    database.run_dbt(arguments, variables)
    # Of a warehouse that goes on, most days hold as they are; else it is known only now.
    if wanted + scored > most and _days_left(database) > 0:
        arguments = _score_until_few_are_left(database, arguments, variables, most)
        database.run_dbt(arguments, variables)


def _score_until_few_are_left(
    database: Database, arguments: list[str], variables: dict[str, Any], most: int
) -> list[str]:
    """Score days, most of them at once; the arguments for what follows."""
    left = most + 1
    while left > most:
        database.run_dbt(
            ["build", *arguments[1:], "--exclude-resource-type", "test", *_HISTORY], variables
        )
        arguments = [argument for argument in arguments if argument != "--full-refresh"]
        left = _days_left(database)
        print(f"  days left to score: {left}", flush=True)
    return arguments


def _days_at_once(database: Database) -> int:
    return max(1, LEAD_DAYS_AT_ONCE // max(1, _count(database, "select count(*) from raw.leads")))


def _wanted_days(variables: dict[str, Any]) -> int:
    """The latest day, the one a week before, the month ends, the days before and those named."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    variables = project["vars"] | variables
    named = len(variables["history_on"] or [])
    return 2 + int(variables["history_months"]) + int(variables["history_days"]) + named


def _days_left(database: Database) -> int:
    return _count(
        database,
        "with scored as (select scored_on, scoring_version from intermediate.int_scored_days),"
        " valid as (select max(scored.scoring_version) as scoring_version from scored"
        " inner join intermediate.int_scoring_days using (scored_on))"
        " select count(*) from intermediate.int_kept_days left join scored using (scored_on)"
        " cross join valid where scored.scoring_version is distinct from valid.scoring_version",
    )


def _count(database: Database, query: str) -> int:
    try:
        ((count,),) = database.rows(query)
    except MissingTableError:
        return 0
    return int(count)
