"""The project's build and the reference give every person the same points, row for row.

Each seed is a random world, written to files and built on DuckDB. LEAD_SCORING_PARITY_SEEDS names
how many worlds to build; two unless it is set. LEAD_SCORING_NIGHTLY=1 takes three, and dbt's data
tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import IS_NIGHTLY, WITH_REPORTS, CommandLine
from tests.reference.comparison import (
    CHANGE_KEY,
    DAY_COLUMNS,
    LATEST_COLUMNS,
    LEDGER_COLUMNS,
    PROBABILITY_COLUMNS,
    VISIT_COLUMNS,
    Rows,
    change_rows,
    disagreements,
    history_rows,
    latest_rows,
    ledger_rows,
    probability_rows,
    report,
    visit_rows,
)
from tests.reference.history import stages_by_day
from tests.reference.inputs import (
    Outcome,
    Table,
    clean_events,
    clean_identities,
    clean_leads,
    clean_outcomes,
    people_on,
)
from tests.reference.random_world import World, random_world
from tests.reference.rulebook import Rulebook, rulebook_of
from tests.reference.stages import Score, scores_on

SEEDS = range(1, int(os.environ.get("LEAD_SCORING_PARITY_SEEDS", "3" if IS_NIGHTLY else "2")) + 1)
HISTORY_MONTHS = 12
# The worlds are small: with the thirty of the default no close rate would be known.
MIN_GROUP_SIZE = 8

CAUSES = {"activity", "decay", "expiry", "attributes", "rules", "merge", "caps"}


@dataclass(frozen=True, repr=False)
class Built:
    """A world, the warehouse the project made of it, and the reference's scores by day."""

    world: World
    rulebook: Rulebook
    warehouse: Path
    expected: Mapping[date, Mapping[str, Score]]
    week_before: Mapping[str, Score]
    stages: Mapping[tuple[str, date], str]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows a query returns."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def rows(self, table: str, key: Iterable[str]) -> Rows:
        """The rows of a table by the columns of its key."""
        names = [name for name, *_ in self.query(f"describe {table}")]
        rows = [dict(zip(names, cells, strict=True)) for cells in self.query(f"from {table}")]
        by_key: Rows = {tuple(row[column] for column in key): row for row in rows}
        assert len(by_key) == len(rows), f"{table} has several rows for one {tuple(key)}"
        return by_key


def scoring_days(as_of: date) -> list[date]:
    """The scoring day and the month ends before it."""
    days = [as_of]
    last = as_of
    for _ in range(HISTORY_MONTHS):
        last = last.replace(day=1) - timedelta(days=1)
        days.append(last)
    return days


def outcomes_of(world: World) -> Sequence[Outcome]:
    """The usable outcomes of a world, with the leads they are about."""
    leads = clean_leads(world.leads, world.identities).usable
    return clean_outcomes(world.outcomes, leads).usable


@pytest.fixture(scope="module", params=SEEDS, ids="seed {}".format)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build one random world with the project, and score it with the reference."""
    world = random_world(request.param)
    directory = tmp_path_factory.mktemp(f"world_{request.param}")
    data, rules = world.write(directory)
    user = CommandLine(directory)
    variables = {
        "INPUT": str(data),
        "RULEBOOK": str(rules),
        "AS_OF": world.as_of.isoformat(),
        "VARS": f"{{min_group_size: {MIN_GROUP_SIZE}}}",
    }
    if IS_NIGHTLY:
        run = user.run("build", **variables)
        assert run.returncode == 0, f"{directory}:\n{run.stdout[-6000:]}\n{run.stderr[-3000:]}"
    else:
        user.build(WITH_REPORTS, **variables)
    rulebook = rulebook_of(world.rulebook)
    leads = clean_leads(world.leads, world.identities).usable
    events, outcomes = clean_events(world.events).usable, outcomes_of(world)

    def scores(day: date) -> dict[str, Score]:
        return scores_on(leads, events, rulebook, day, outcomes)

    expected = {day: scores(day) for day in scoring_days(world.as_of)}
    week_before = scores(world.as_of - timedelta(days=7))
    stages = stages_by_day(rulebook, expected)
    return Built(world, rulebook, user.warehouse, expected, week_before, stages)


def test_ledger_rows(built: Built) -> None:
    """Every person, day and rule has the same hits and the same five parts."""
    found = built.rows("marts.lead_score_ledger", ("person_id", "scored_on", "rule_id"))
    lines = disagreements(found, ledger_rows(built.expected), LEDGER_COLUMNS)
    assert not lines, report(lines)


def test_scores(built: Built) -> None:
    """Everybody who is scored on the latest day has the same score, points, grades and stage."""
    expected = latest_rows(built.rulebook, built.expected, built.stages, built.week_before)
    found = built.rows("marts.lead_scores", ("person_id", "scored_on"))
    lines = disagreements(found, expected, LATEST_COLUMNS)
    assert not lines, report(lines)


def test_history(built: Built) -> None:
    """Everybody has the same scores and stage on each of the past days."""
    expected = history_rows(built.expected, built.stages, built.rulebook.settings)
    found = built.rows("marts.lead_score_history", ("person_id", "scored_on"))
    lines = disagreements(found, expected, (*DAY_COLUMNS, "stage"))
    assert not lines, report(lines)


def test_probabilities(built: Built) -> None:
    """Everybody has the same probability of conversion, from the same source, on every day."""
    outcomes = outcomes_of(built.world)
    expected = probability_rows(built.expected, outcomes, MIN_GROUP_SIZE, built.rulebook.settings)
    found = built.rows("marts.lead_score_history", ("person_id", "scored_on"))
    lines = disagreements(found, expected, PROBABILITY_COLUMNS)
    latest = built.rows("marts.lead_scores", ("person_id", "scored_on"))
    today = {key: row for key, row in expected.items() if key[1] == built.world.as_of}
    lines += disagreements(latest, today, PROBABILITY_COLUMNS)
    assert not lines, report(lines)
    source = "trained" if built.rulebook.terms else "close_rate"
    assert {row["probability_source"] for row in today.values()} == {source}
    assert len({row["conversion_probability"] for row in expected.values()}) > 2


def test_stage_visits(built: Built) -> None:
    """Everybody has entered and left the same stages on the same days."""
    found = built.rows("marts.lead_stage_history", ("person_id", "entered_on"))
    lines = disagreements(found, visit_rows(built.stages), VISIT_COLUMNS)
    assert not lines, report(lines)


def test_changes_add_up(built: Built) -> None:
    """The causes of a change of score add up to the change, for every pair of scored days."""
    key = ", ".join(CHANGE_KEY)
    found: Rows = {
        tuple(pair): {"points": points}
        for *pair, points in built.query(
            f"select {key}, sum(points) from marts.lead_score_changes group by {key}"
        )
    }
    lines = disagreements(found, change_rows(built.expected, found), ("points",))
    assert not lines, report(lines)
    causes = built.query("select distinct cause from marts.lead_score_changes")
    assert {cause for (cause,) in causes} <= CAUSES


def test_every_raw_row_is_usable_a_duplicate_or_rejected(built: Built) -> None:
    """As many rows of each raw table are used, left out as copies, and rejected."""
    tables: Mapping[str, Table[Any]] = {
        "leads": clean_leads(built.world.leads),
        "events": clean_events(built.world.events),
        "outcomes": clean_outcomes(built.world.outcomes, ()),
        "identities": clean_identities(built.world.identities),
    }
    expected: Rows = {
        (name,): {
            "usable_rows": len(table.usable),
            "duplicate_rows": table.duplicates,
            "rejected_rows": table.rejected,
        }
        for name, table in tables.items()
    }
    # A random world spends nothing.
    expected["spend",] = dict.fromkeys(("usable_rows", "duplicate_rows", "rejected_rows"), 0)
    found = built.rows("marts.input_reconciliation", ("source_table",))
    columns = ("usable_rows", "duplicate_rows", "rejected_rows")
    lines = disagreements(found, expected, columns)
    assert not lines, report(lines)
    rejected = built.query("select source_table, count(*) from marts.rejected_records group by all")
    assert dict(rejected) == {name: table.rejected for name, table in tables.items()}


def test_duplicates(built: Built) -> None:
    """The same leads count for another lead, and fill its gaps in the same order."""
    expected: Rows = {
        (lead.lead_id,): {
            "person_id": person.person_id,
            "primary_lead_id": person.lead_id,
            "is_deleted": lead.is_deleted,
            "merge_rank": rank,
        }
        for person in people_on(
            clean_leads(built.world.leads, built.world.identities).usable, built.world.as_of
        )
        for rank, lead in enumerate(person.leads[1:], start=2)
    }
    found = built.rows("marts.lead_duplicates", ("lead_id",))
    columns = ("person_id", "primary_lead_id", "is_deleted", "merge_rank")
    lines = disagreements(found, expected, columns)
    assert not lines, report(lines)
