"""How many days a build has before it, and in how many passes it scores them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from lead_scoring import passes
from lead_scoring.engines import MissingTableError

VARIABLES = {"history_months": 3, "history_days": 0}


class FakeWarehouse:
    """A warehouse of a million leads, or as many; keeps the arguments of each run of dbt."""

    def __init__(self, scored: int | None, waiting: list[int], leads: int = 1_000_000) -> None:
        self.scored, self.waiting, self.leads = scored, waiting, leads
        self.runs: list[list[str]] = []
        self.variables: list[dict[str, Any]] = []

    def rows(self, query: str) -> list[tuple[int]]:
        if "raw.leads" in query:
            return [(self.leads,)]
        if "int_pending_dates" in query:
            return [(self.waiting.pop(0),)]
        if self.scored is None:
            raise MissingTableError(query)
        return [(self.scored,)]

    def run_dbt(self, arguments: list[str], variables: dict[str, Any]) -> None:
        self.runs.append(arguments)
        self.variables.append(variables)


@pytest.mark.parametrize(
    ("variables", "days"),
    [
        ({"history_months": 0}, 2),
        ({"history_months": 3, "history_days": 4}, 9),
        ({"history_months": 0, "history_on": [datetime.date(2026, 3, 3), "2026-03-10"]}, 4),
        ({"history_months": 0, "history_on": None}, 2),
    ],
)
def test_wanted_days_are_those_the_vars_name(variables: dict[str, Any], days: int) -> None:
    warehouse = FakeWarehouse(scored=None, waiting=[])
    assert passes._wanted_days(warehouse, variables) == days  # type: ignore[arg-type]


@pytest.mark.parametrize(("leads", "days"), [(20_000, 92), (20_001, 2)])
def test_an_input_of_few_leads_wants_each_of_the_last_90_days(leads: int, days: int) -> None:
    warehouse = FakeWarehouse(scored=None, waiting=[], leads=leads)
    assert passes._wanted_days(warehouse, {"history_months": 0}) == days  # type: ignore[arg-type]


def test_few_days_are_scored_in_one_run_with_all_else() -> None:
    warehouse = FakeWarehouse(scored=None, waiting=[])
    passes.build_all(warehouse, ["build", "--full-refresh"], {"history_months": 0})  # type: ignore[arg-type]
    assert warehouse.runs == [["build", "--full-refresh"]]
    assert warehouse.variables == [{"history_months": 0}]


@pytest.mark.parametrize("scored", [None, 3])
def test_many_days_are_scored_two_at_a_time_and_the_marts_made_once(scored: int | None) -> None:
    warehouse = FakeWarehouse(scored, waiting=[3, 1, 0])
    passes.build_all(warehouse, ["build", "--full-refresh"], VARIABLES)  # type: ignore[arg-type]
    first, *others, last = warehouse.runs
    history = ["--exclude-resource-type", "test", "--select", *passes._HISTORY]
    assert first == ["build", "--full-refresh", *history]
    assert others == [["build", *history]] * 2
    assert last == ["build", "--indirect-selection", "empty", "--exclude", *passes._HISTORY]
    assert warehouse.variables == [VARIABLES | {"days_at_once": 2}] * 4


def test_a_selection_holds_for_what_follows_the_history() -> None:
    warehouse = FakeWarehouse(scored=None, waiting=[0])
    passes.build_all(warehouse, ["build"], VARIABLES, ["+lead_scores"])  # type: ignore[arg-type]
    history, rest = warehouse.runs
    assert "+lead_scores" not in history
    assert rest[1:3] == ["--select", "+lead_scores"]


def test_where_no_day_waits_the_rest_follows_after_one_pass() -> None:
    warehouse = FakeWarehouse(scored=5, waiting=[0])
    passes.build_all(warehouse, ["build"], VARIABLES)  # type: ignore[arg-type]
    assert len(warehouse.runs) == 2
