"""A table of events that a loader goes on writing, as the input of plain dbt.

What is kept after each delivery is what a first build of the same table leaves, and only the days
of the batches that changed are counted again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager

from lead_scoring.passes import _HISTORY

from .conftest import WITHOUT_FILES, CommandLine, dbt_runner, parsed_project

pytestmark = pytest.mark.models

DAYS = [f"2026-02-{day}" for day in range(20, 29)] + [f"2026-03-0{day}" for day in range(1, 10)]
TYPES = ("demo_request", "pricing_view", "email_click", "page_view", "webinar_attended")
# All that lasts from run to run, and what is made of it.
KEPT = (
    "staging.stg_event_arrivals",
    "staging.stg_event_copies",
    "staging.stg_rejected_events",
    "intermediate.int_event_hits_daily",
    "intermediate.int_visitors",
    "intermediate.int_ledger",
    "intermediate.int_scored_people",
    "intermediate.int_person_stages",
    "intermediate.state_event_batches",
    "intermediate.state_scored_dates",
)
Rows = list[tuple[Any, ...]]


def input_statements() -> Iterator[str]:
    """Tables of 24 leads and of some events of each day, which were loaded in the night after."""
    yield "create schema if not exists raw"
    yield (
        "create table raw.leads as select 'L' || n as lead_id,"
        " timestamp '2026-01-05' as created_at,"
        " 'p' || n || '@firm' || n || '.example' as email, 'VP Marketing' as job_title"
        " from generate_series(1, 24) as numbers (n)"
    )
    yield (
        "create table raw.events (event_id varchar(20), event_type varchar(40),"
        " occurred_at timestamp,"
        " lead_id varchar(20), anonymous_id varchar(20), asset varchar(40), _synced timestamp)"
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
                f" timestamp '{day} 23:00:00')"
            )


# The loader's day of 10 March: rows of that day, one more of the day before, and one that is late.
GROWN = (
    "insert into raw.events values ('n1', 'demo_request', timestamp '2026-03-10 08:00:00', 'L2',"
    " null, '/demo', timestamp '2026-03-10 09:00:00')",
    "insert into raw.events values ('n2', 'demo_request', timestamp '2026-03-09 20:00:00', 'L3',"
    " null, '/demo', timestamp '2026-03-09 23:30:00')",
    "insert into raw.events values ('n3', 'demo_request', timestamp '2026-03-04 20:00:00', 'L4',"
    " 'cookie3', '/demo', timestamp '2026-03-10 09:00:00')",
)
# Another type, another day and another lead, with a new load time; a row that is gone; one
# that came again and says something else.
REWRITTEN = (
    "update raw.events set event_type = 'unsubscribe', _synced = timestamp '2026-03-10 12:00:00'"
    " where event_id = 'e70'",
    "update raw.events set occurred_at = timestamp '2026-03-02 05:00:00',"
    " _synced = timestamp '2026-03-10 12:00:00' where event_id = 'e71'",
    "update raw.events set lead_id = 'L24', anonymous_id = null,"
    " _synced = timestamp '2026-03-10 12:00:00' where event_id = 'e72'",
    "delete from raw.events where event_id = 'e33'",
    "insert into raw.events values ('e50', 'demo_request', timestamp '2026-03-08 08:00:00', 'L5',"
    " null, '/demo', timestamp '2026-03-10 12:00:00')",
)


class Live:
    """A warehouse with such a table, which plain dbt builds again and again."""

    def __init__(self, directory: Path, statements: Sequence[str]) -> None:
        self.user = CommandLine(directory)
        self.user.warehouse.parent.mkdir(parents=True)
        self.write(statements)

    def write(self, statements: Sequence[str]) -> None:
        """What the loader does."""
        with duckdb.connect(str(self.user.warehouse)) as connection:
            for statement in statements:
                connection.execute(statement)

    def build(self, *selection: str) -> None:
        """Build all that is kept, or a part, as a run does that breaks off after it."""
        given = {"raw_events_loaded_at": "_synced"}
        with mock.patch.dict(os.environ, self.user._environment({}), clear=True):
            project = parsed_project(json.dumps(given), "duckdb")
            days = {"as_of": "2026-03-10", "history_days": 5, "history_months": 0}
            command = ["build", "--vars", json.dumps(given | days), "--quiet", *WITHOUT_FILES]
            outcome = dbt_runner()(manifest=project).invoke(
                [*command, "--select", *(selection or [*_HISTORY, "+lead_scores"])]
            )
        if DuckDBConnectionManager._ENV is not None:
            DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()
        results = outcome.result or []
        told = [
            (it.node.name, it.message) for it in results if it.status not in {"success", "pass"}
        ]
        assert outcome.success, outcome.exception or told

    def kept(self) -> dict[str, Rows]:
        """All that is kept, by table."""
        return {table: self.user.rows(f"from {table} order by all") for table in KEPT}

    def column(self, query: str) -> list[Any]:
        """The first column of a query, as texts."""
        return [str(row[0]) for row in self.user.rows(f"{query} order by 1")]

    def assert_as_from_scratch(self, directory: Path) -> None:
        """A first build of the same tables keeps the same rows."""
        copies = [
            f"attach '{self.user.warehouse}' as theirs (read_only)",
            "create schema raw",
            "create table raw.leads as from theirs.raw.leads",
            "create table raw.events as from theirs.raw.events order by hash(event_id)",
        ]
        fresh = Live(directory, copies)
        fresh.build()
        expected, found = fresh.kept(), self.kept()
        for table in KEPT:
            assert expected[table] or table.endswith(("copies", "events", "stages"))
            missing = [row for row in expected[table] if row not in found[table]]
            spare = [row for row in found[table] if row not in expected[table]]
            assert (table, missing[:3], spare[:3]) == (table, [], [])
            assert len(expected[table]) == len(found[table])


CHANGED = "select arrival_batch from staging.stg_event_batches where batch_status = 'changed'"
KNOWN = "select count(*) from staging.stg_event_batches where batch_status = 'known'"
LOST = "select count(*) from staging.stg_event_batches where batch_status = 'lost'"
RECOUNTED = "select occurred_on from staging.stg_changed_event_days"
WHOLE = "select count(*) from intermediate.int_dates_this_run where is_whole"
RESCORED = "select count(*) from intermediate.int_leads_to_rescore"


def test_each_delivery_leaves_what_a_first_build_leaves(tmp_path: Path) -> None:
    live = Live(tmp_path / "live", list(input_statements()))
    live.build()
    live.build()
    assert live.column(KNOWN) == [str(len(DAYS))]
    assert live.column(RECOUNTED) == []

    live.write(GROWN)
    live.build()
    assert live.column(CHANGED) == ["20260309"]
    assert live.column(RECOUNTED) == ["2026-03-04", "2026-03-09", "2026-03-10"]
    assert live.column(WHOLE) == ["0"]
    assert 0 < int(live.column(RESCORED)[0]) < 20
    live.assert_as_from_scratch(tmp_path / "grown")

    live.write(REWRITTEN)
    live.build()
    # e33 was of 25 February, e50 of the 28th, which is not touched but whose day changes.
    assert live.column(CHANGED) == ["20260225", "20260303", "20260310"]
    assert live.column(LOST) == ["0"]
    recounted = ["2026-02-25", "2026-02-28", "2026-03-02", "2026-03-03", "2026-03-04"]
    assert live.column(RECOUNTED) == [*recounted, "2026-03-08", "2026-03-10"]
    assert live.column(WHOLE) == ["0"]
    live.assert_as_from_scratch(tmp_path / "rewritten")


@pytest.mark.parametrize("last", ["+stg_event_copies", "+int_visitors"])
def test_a_run_that_broke_off_is_made_good_even_where_the_table_goes_on(
    last: str, tmp_path: Path
) -> None:
    """What it took in is taken back where the table is as before, or a batch has gone again."""
    live = Live(tmp_path / "live", [*input_statements(), *GROWN, *REWRITTEN])
    live.build()
    live.write(
        [
            "create table raw.earlier as from raw.events where event_id in ('e50', 'e64')",
            # The copy that counted goes, and the one of the day before is the only one.
            "delete from raw.events where event_id = 'e50' and _synced < timestamp '2026-03-09'",
            "update raw.events set lead_id = 'L24' , _synced = _synced + interval 1 second"
            " where event_id = 'e64'",
            "insert into raw.events values ('late', 'demo_request',"
            " timestamp '2026-03-05 08:00:00', 'L7', null, '/demo',"
            " timestamp '2026-03-11 12:00:00')",
            "delete from raw.events where _synced < timestamp '2026-02-21'",
        ]
    )
    live.build(last)
    live.write(
        [
            "delete from raw.events where event_id in ('e50', 'e64', 'late')",
            "insert into raw.events from raw.earlier",
        ]
    )
    live.build()
    assert live.column(LOST) == ["0"]
    assert set(live.column(RECOUNTED)) >= {"2026-02-20", "2026-02-28", "2026-03-02", "2026-03-05"}
    assert len(live.column(RECOUNTED)) < len(DAYS) / 2
    live.assert_as_from_scratch(tmp_path / "scratch")
