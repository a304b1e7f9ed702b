"""A table of events that a loader goes on writing, on any engine, and what is kept of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from unittest import mock

import duckdb

from lead_scoring.passes import _HISTORY

from .conftest import WITHOUT_FILES, CommandLine, invoke_quickly

DAYS = [f"2026-02-{day}" for day in range(20, 29)] + [f"2026-03-0{day}" for day in range(1, 10)]
TYPES = ("demo_request", "pricing_view", "email_click", "page_view", "webinar_attended")
# All that lasts from run to run, and what is made of it.
KEPT = (
    "staging.stg_event_arrivals",
    "staging.stg_event_copies",
    "staging.stg_event_rows",
    "intermediate.int_event_hits_daily",
    "intermediate.int_visitors",
    "intermediate.int_ledger",
    "intermediate.int_scored_people",
    "intermediate.int_person_stages",
    "intermediate.state_event_batches",
    "intermediate.state_scored_dates",
)
CHANGED = "select arrival_batch from staging.stg_event_batches where batch_status = 'changed'"
KNOWN = "select count(*) from staging.stg_event_batches where batch_status = 'known'"
LOST = "select count(*) from staging.stg_event_batches where batch_status = 'lost'"
RECOUNTED = "select occurred_on from staging.stg_changed_event_days"
WHOLE = "select count(*) from intermediate.int_dates_this_run where is_whole"
RESCORED = "select count(*) from intermediate.int_leads_to_rescore"
BATCHES = "select arrival_batch, raw_rows, batch_mark from staging.stg_event_batches"
NO_TABLES = (
    "drop table if exists raw.events cascade",
    "drop table if exists raw.leads cascade",
)
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Marking:
    """How a loader says what came together: the type of its column, and a moment as its value."""

    data_type: str
    written: Callable[[str], str]
    column: str = "_synced"

    @property
    def variables(self) -> dict[str, Any]:
        """The var that names the column, where it has to be named."""
        return {} if self.column == "_batch" else {"raw_events_loaded_at": self.column}


def _epoch(moment: str) -> float:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() + 0.123


MARKINGS = {
    "timestamp": Marking("timestamp", lambda moment: f"timestamp '{moment}'"),
    "with a zone": Marking(
        "timestamp with time zone", lambda moment: f"timestamp with time zone '{moment}+00:00'"
    ),
    "text": Marking("varchar(40)", lambda moment: f"'{moment.replace(' ', 'T')}.5+00:00'"),
    # _dlt_load_id
    "seconds as text": Marking("varchar(40)", lambda moment: f"'{_epoch(moment):.7f}'"),
    "seconds": Marking("double precision", lambda moment: f"{_epoch(moment):.3f}"),
    "milliseconds": Marking("bigint", lambda moment: f"{_epoch(moment) * 1000:.0f}"),
    "batch": Marking("integer", lambda moment: moment[:10].replace("-", ""), "_batch"),
}


def input_statements(marking: Marking) -> Iterator[str]:
    """Tables of 24 leads and of some events of each day, which were loaded in the night after."""
    yield "create schema if not exists raw"
    yield from NO_TABLES
    yield (
        "create table raw.leads as select 'L' || n as lead_id,"
        " timestamp '2026-01-05' as created_at,"
        " 'p' || n || '@firm' || n || '.example' as email, 'VP Marketing' as job_title"
        " from generate_series(1, 24) as numbers (n)"
    )
    yield (
        "create table raw.events (event_id varchar(20), event_type varchar(40),"
        " occurred_at timestamp, lead_id varchar(20), anonymous_id varchar(20),"
        f" asset varchar(40), {marking.column} {marking.data_type})"
    )
    number = 0
    for place, day in enumerate(DAYS):
        for turn in range(6):
            number += 1
            who = (place * 5 + turn * 7) % 23 + 1
            lead = f"'L{who}'" if turn else "null"
            yield (
                f"insert into raw.events values ('e{number}', '{TYPES[number % len(TYPES)]}',"
                f" timestamp '{day} 1{turn}:00:00', {lead}, 'cookie{who}', '/a{turn}',"
                f" {marking.written(f'{day} 23:00:00')})"
            )


def _insert(event: str, moment: str, lead: str, cookie: str, loaded: str) -> str:
    return (
        f"insert into raw.events values ('{event}', 'demo_request', timestamp '{moment}', '{lead}',"
        f" {cookie}, '/demo', {loaded})"
    )


def grown(marking: Marking) -> list[str]:
    """The loader's day of 10 March: rows of it, one of the day before, and one that is late."""
    at = marking.written
    return [
        _insert("n1", "2026-03-10 08:00:00", "L2", "null", at("2026-03-10 09:00:00")),
        _insert("n2", "2026-03-09 20:00:00", "L3", "null", at("2026-03-09 23:30:00")),
        _insert("n3", "2026-03-04 20:00:00", "L4", "'cookie3'", at("2026-03-10 09:00:00")),
    ]


def rewritten(marking: Marking) -> list[str]:
    """Another type, day and lead; a row that is gone; one that came again and says another thing.

    With a load time the loader updates it too; rows of a numbered batch are edited in place.
    """
    loaded = marking.written("2026-03-10 12:00:00")
    moved = "" if marking.column == "_batch" else f", {marking.column} = {loaded}"
    return [
        f"update raw.events set event_type = 'unsubscribe'{moved} where event_id = 'e70'",
        f"update raw.events set occurred_at = timestamp '2026-03-02 05:00:00'{moved}"
        " where event_id = 'e71'",
        f"update raw.events set lead_id = 'L24', anonymous_id = null{moved} where event_id = 'e72'",
        "delete from raw.events where event_id = 'e33'",
        _insert("e50", "2026-03-08 08:00:00", "L5", "null", loaded),
    ]


def vanished(marking: Marking) -> list[str]:
    """All that was loaded on 22 February is gone."""
    last = marking.written("2026-02-22 23:00:00")
    return [f"delete from raw.events where {marking.column} = {last}"]


# The same rows in another order, as a table that was loaded again has them.
SHUFFLED = (
    "create table raw.shuffled as select * from raw.events order by md5(event_id)",
    "drop table raw.events",
    "alter table raw.shuffled rename to events",
)


class Place(Protocol):
    """Where the tables are."""

    target: str
    environment: Mapping[str, str]

    def write(self, statements: Sequence[str]) -> None:
        """What the loader does."""

    def rows(self, query: str) -> Rows:
        """The rows of a query."""

    def another(self) -> Place:
        """An empty place of the same kind; where there is one only, it is emptied."""


class DuckDB:
    """A warehouse file."""

    target = "duckdb"

    def __init__(self, directory: Path) -> None:
        self.user = CommandLine(directory)
        self.user.warehouse.parent.mkdir(parents=True)
        self.environment: Mapping[str, str] = self.user._environment({})

    def write(self, statements: Sequence[str]) -> None:
        """What the loader does."""
        with duckdb.connect(str(self.user.warehouse)) as connection:
            for statement in statements:
                connection.execute(statement)

    def rows(self, query: str) -> Rows:
        """The rows of a query."""
        return self.user.rows(query)

    def another(self) -> DuckDB:
        """A warehouse of its own in the directory of this one."""
        return DuckDB(self.user.directory / "another")


class Live:
    """A place with such a table, which plain dbt builds again and again."""

    def __init__(self, place: Place, variables: dict[str, Any], statements: Sequence[str]) -> None:
        self.place = place
        self._variables = variables
        self._written: list[str] = []
        self.write(statements)

    def write(self, statements: Sequence[str]) -> None:
        """What the loader does."""
        self._written += statements
        self.place.write(statements)

    def build(self, *selection: str, options: Sequence[str] = ()) -> None:
        """Build all that is kept, or a part, as a run does that breaks off after it."""
        days = {"as_of": "2026-03-10", "history_days": 5, "history_months": 0}
        command = [
            *("build", "--target", self.place.target, "--quiet", *options, *WITHOUT_FILES),
            *("--vars", json.dumps(self._variables | days)),
            *("--select", *(selection or [*_HISTORY, "+lead_scores"])),
        ]
        with mock.patch.dict(os.environ, self.place.environment, clear=True):
            outcome = invoke_quickly(command, self._variables, self.place.target)
        results = outcome.result or []
        told = [
            (it.node.name, it.message) for it in results if it.status not in {"success", "pass"}
        ]
        assert outcome.success, outcome.exception or told

    def kept(self, tables: Sequence[str] = KEPT) -> dict[str, Rows]:
        """All that is kept, by table."""
        return {
            table: sorted(self.place.rows(f"select * from {table}"), key=repr) for table in tables
        }

    def column(self, query: str) -> list[str]:
        """The first column of a query, as texts in their order."""
        return sorted(str(row[0]) for row in self.place.rows(query))

    def assert_as_from_scratch(self) -> None:
        """A first build of the same tables keeps the same rows."""
        found = self.kept()
        fresh = Live(self.place.another(), self._variables, [*self._written, *SHUFFLED])
        fresh.build()
        assert_same(found, fresh.kept())


def assert_same(found: dict[str, Rows], expected: dict[str, Rows]) -> None:
    """What is kept is what a full load leaves."""
    for table, rows in expected.items():
        assert rows or table.endswith(("copies", "events", "stages"))
        missing = [row for row in rows if row not in found[table]]
        spare = [row for row in found[table] if row not in rows]
        assert (table, missing[:3], spare[:3]) == (table, [], [])
        assert len(rows) == len(found[table])


def assert_follows_the_table(live: Live, marking: Marking) -> None:
    """Three deliveries; after each only what it changed is taken in, and the rest is known."""
    live.build()
    live.build()
    assert live.column(KNOWN) == [str(len(DAYS))]
    assert live.column(RECOUNTED) == []

    live.write(grown(marking))
    live.build()
    assert live.column(CHANGED) == ["20260309"]
    assert live.column(RECOUNTED) == ["2026-03-04", "2026-03-09", "2026-03-10"]
    assert live.column(WHOLE) == ["0"]
    assert 0 < int(live.column(RESCORED)[0]) < 20

    live.write([*rewritten(marking), *vanished(marking)])
    live.build()
    # e33 was of 25 February, e50 of the 28th, which is not touched but whose day changes.
    assert live.column(CHANGED) == ["20260222", "20260225", "20260303", "20260310"]
    assert live.column(LOST) == ["0"]
    recounted = ["2026-02-22", "2026-02-25", "2026-02-28", "2026-03-02", "2026-03-03"]
    moved = ["2026-03-04", "2026-03-08", "2026-03-10"]
    assert live.column(RECOUNTED) == [*recounted, *moved]
    assert live.column(WHOLE) == ["0"]


def assert_loads_are_told_apart(place: Place, names: Sequence[str] = tuple(MARKINGS)) -> None:
    """However a loader writes its times, a day of them is a batch, and what changed in it shows."""
    for name in names:
        marking = MARKINGS[name]
        live = Live(place, marking.variables, [*input_statements(marking)])
        live.build("+stg_event_batches")
        before = {batch: (rows, mark) for batch, rows, mark in place.rows(BATCHES) if rows}
        days = {int(day.replace("-", "")): 6 for day in DAYS}
        assert (name, {batch: rows for batch, (rows, _) in before.items()}) == (name, days)
        live.write([*rewritten(marking), *vanished(marking)])
        live.build("+stg_event_batches")
        after = {batch: (rows, mark) for batch, rows, mark in place.rows(BATCHES) if rows}
        changed = {batch for batch in before | after if before.get(batch) != after.get(batch)}
        assert (name, changed) == (name, {20260222, 20260225, 20260303, 20260310})
