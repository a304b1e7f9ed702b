"""Builds; where there are many days of many leads in several passes, so that memory stays bounded.

A run of dbt scores all days that need it side by side. Where that might be more lead-days than
LEAD_DAYS_AT_ONCE, the days are scored some at a time (var days_at_once, the latest first), by runs
that make the history of scores alone; one more then makes all the rest of it, and tests it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from .engines import Database, MissingTableError
from .project import ROOT

LEAD_DAYS_AT_ONCE = 2_000_000
# The history of scores: all that comes before what is recorded about it at its end.
_HISTORY = [
    "+int_pending_dates",
    "+state_leads",
    "+state_identities",
    "+state_outcomes",
    "+state_event_batches",
]
_HISTORY_ALONE = ["--exclude-resource-type", "test", "--select", *_HISTORY]
# Its tests are no part of what is left out: they run when all there is to test is made.
_ALL_THE_REST = ["--indirect-selection", "empty", "--exclude", *_HISTORY]


def build_all(
    database: Database,
    arguments: list[str],
    variables: dict[str, Any],
    select: Sequence[str] = (),
    *,
    scorecards: int = 1,
) -> None:
    """Run the build that the arguments ask for, in as many passes as it takes.

    select: what to build where it is not all; the history of scores is part of it. scorecards: how
    many of them score each day.
    """
    selected = ["--select", *select] if select else []
    most = int(variables.get("days_at_once") or 0) or _days_at_once(database)
    scored = _count(database, "select count(*) from intermediate.state_scored_dates")
    if _wanted_days(database, variables) * scorecards + scored <= most:
        database.run_dbt([*arguments, *selected], variables)
        return
    variables = variables | {"days_at_once": most}
    left = 1
    while left:
        database.run_dbt([*arguments, *_HISTORY_ALONE], variables)
        arguments = [argument for argument in arguments if argument != "--full-refresh"]
        left = _count(database, "select count(*) from intermediate.int_pending_dates")
        print(f"  days left to score: {left}", flush=True)
    database.run_dbt([*arguments, *selected, *_ALL_THE_REST], variables)


def _days_at_once(database: Database) -> int:
    return max(1, LEAD_DAYS_AT_ONCE // max(1, _count_of_leads(database)))


def _count_of_leads(database: Database) -> int:
    """Those of the input; where tables of loaders are the input, those that the last run read."""
    counted = _count(database, "select count(*) from raw.leads")
    return counted or _count(
        database, "select count(distinct lead_id) from intermediate.state_leads"
    )


def _wanted_days(database: Database, variables: dict[str, Any]) -> int:
    """The latest day, the one a week before, the month ends, the days before and those named."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    variables = project["vars"] | variables
    days_before = variables["history_days"]
    if days_before is None:
        is_small = _count_of_leads(database) <= int(variables["daily_history_max_leads"])
        days_before = variables["daily_history_days"] if is_small else 0
    named = len(variables["history_on"] or [])
    return 2 + int(variables["history_months"]) + int(days_before) + named


def _count(database: Database, query: str) -> int:
    try:
        ((count,),) = database.rows(query)
    except MissingTableError:
        return 0
    return int(count)
