"""What is older than the vars keep_events_months and keep_history_months let it be is gone."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from lead_scoring import sql_macros
from lead_scoring.errors import UserError

from .conftest import IS_NIGHTLY, CommandLine
from .postgres_server import binaries, connected_as, private_server

BIN_DIR = binaries()
KEPT = {"keep_events_months": 12, "keep_history_months": 3}
FIRST_EVENT_DAY, FIRST_SCORED_DAY = "2025-06-01", "2026-03-01"
# What a run looked for because it went; the next run looks for other things.
UNTIL_THE_NEXT_RUN = {"staging.stg_replaced_visitors", "intermediate.int_lead_keys"}
# Each is in rows that have to go alone.
OLD = ("old-page", "old-visitor", "old-campaign", "former-title", "left-lead", "old-address")
LEADS: Sequence[Mapping[str, str]] = [
    {"lead_id": "L1", "email": "ann@kept.example", "job_title": "VP Marketing"},
    {"lead_id": "L2", "email": "bob@kept.example", "job_title": "CTO"},
    {"lead_id": "L3", "email": "cas@kept.example", "job_title": "Analyst"},
]
FORMER: Sequence[Mapping[str, str]] = [
    {"lead_id": "L1", "email": "old-address@kept.example", "job_title": "former-title"},
    *LEADS[1:],
    {"lead_id": "L4", "email": "left-lead@kept.example", "job_title": "CEO"},
]
EVENTS: Sequence[Mapping[str, str]] = [
    {"occurred_at": "2023-11-05T08:00:00Z", "lead_id": "L1", "asset": "old-page"},
    {"occurred_at": "2024-12-01T08:00:00Z", "lead_id": "L2", "anonymous_id": "old-visitor"},
    {"occurred_at": "2024-12-01T09:00:00Z", "anonymous_id": "old-visitor"},
    {"occurred_at": "2025-05-31 23:59:59", "lead_id": "L1", "campaign": "old-campaign"},
    {"occurred_at": "2025-06-01 00:00:00", "lead_id": "L1", "asset": "first-page"},
    {"occurred_at": "2026-05-20T08:00:00Z", "lead_id": "L1", "event_type": "demo_request"},
    {"occurred_at": "2026-06-20T08:00:00Z", "lead_id": "L1", "asset": "/pricing"},
    {"occurred_at": "2026-06-21T08:00:00Z", "lead_id": "L2", "anonymous_id": "visitor-2"},
    {"occurred_at": "2026-06-25T08:00:00Z", "anonymous_id": "visitor-2", "asset": "/pricing"},
    {"occurred_at": "yesterday", "lead_id": "L3", "asset": "no-time"},
]
SCORES = """
    select person_id, cast(scored_on as varchar), score, stage, segment, grade
    from marts.lead_score_history order by all
"""


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """A CSV file with the columns of the first row and of all others."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def write_input(
    directory: Path, leads: Sequence[Mapping[str, str]], events: Sequence[Mapping[str, str]]
) -> None:
    """The input with these leads and events."""
    directory.mkdir(exist_ok=True)
    write(directory / "leads.csv", [{"created_at": "2023-10-01"} | dict(lead) for lead in leads])
    default = {"event_type": "page_view"}
    numbered = [{"event_id": f"e{n}"} | default | dict(row) for n, row in enumerate(events)]
    write(directory / "events.csv", numbered)


def build(
    user: CommandLine, as_of: str, place: Mapping[str, str] | None = None, /, **variables: int
) -> None:
    """Build the user's input, on DuckDB unless a place is given."""
    user.build(
        INPUT=str(user.directory / "input"),
        AS_OF=as_of,
        VARS=json.dumps({"history_months": 3} | variables),
        **(place or {}),
    )


def tables_with(connection: duckdb.DuckDBPyConnection, words: Sequence[str]) -> set[str]:
    """The tables with a row in which one of the words stands."""
    listed = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal"
    ).fetchall()
    pattern = "|".join(words)
    return {
        table
        for (table,) in listed
        if connection.execute(
            f"select count(*) from {table} as whole_row"
            f" where regexp_matches(cast(whole_row as varchar), '{pattern}')"
        ).fetchall()
        != [(0,)]
    }


@pytest.fixture(scope="module")
def before(user: CommandLine) -> list[tuple[object, ...]]:
    """The scores of builds that kept all; before the last of them the leads had changed."""
    write_input(user.directory / "input", FORMER, EVENTS[:4])
    build(user, "2025-01-31")
    write_input(user.directory / "input", LEADS, EVENTS)
    build(user, "2026-01-31")
    build(user, "2026-06-30")
    with duckdb.connect(str(user.warehouse), read_only=True) as connection:
        found = tables_with(connection, OLD)
    assert {"raw.events", "staging.stg_event_kinds", "intermediate.int_visitors"} <= found
    assert "intermediate.lead_snapshot" in found
    scores = user.rows(SCORES)
    assert {day for _, day, *_ in scores} > {"2025-01-31", "2026-03-31", "2026-06-30"}
    return scores


@pytest.fixture(scope="module")
def after(
    user: CommandLine, before: list[tuple[object, ...]]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse after builds with the vars, before which the file of events had grown too."""
    assert before
    new = {"occurred_at": "2026-06-29T08:00:00Z", "lead_id": "L3", "event_type": "unsubscribe"}
    write_input(user.directory / "input", LEADS, [*EVENTS, new])
    build(user, "2026-06-30", **KEPT)
    with duckdb.connect(str(user.warehouse), read_only=True) as connection:
        assert tables_with(connection, OLD) <= UNTIL_THE_NEXT_RUN
    build(user, "2026-06-30", **KEPT)
    with duckdb.connect(str(user.warehouse), read_only=True) as connection:
        yield connection


@pytest.mark.models
def test_what_is_old_is_in_no_table(after: duckdb.DuckDBPyConnection) -> None:
    """Events leave the rows as they came, the rollup and visitors; former versions say nothing."""
    assert tables_with(after, OLD) == set()
    kept = after.execute("select asset from raw.events where asset is not null order by 1")
    assert kept.fetchall() == [("/pricing",), ("/pricing",), ("first-page",), ("no-time",)]
    days = after.execute("select min(occurred_on) from intermediate.int_event_hits_daily")
    assert str(days.fetchall()[0][0]) == FIRST_EVENT_DAY
    for (table,) in after.execute(
        "select table_schema || '.' || table_name from information_schema.columns"
        " where column_name = 'scored_on' and table_schema in ('intermediate', 'marts')"
    ).fetchall():
        early = f"select count(*) from {table} where scored_on < '{FIRST_SCORED_DAY}'"
        assert after.execute(early).fetchall() == [(0,)], table


@pytest.mark.models
def test_scores_that_rest_on_what_is_kept_are_as_they_were(
    after: duckdb.DuckDBPyConnection, before: list[tuple[object, ...]]
) -> None:
    scores = [row for row in before if str(row[1]) >= FIRST_SCORED_DAY and row[0] != "L3"]
    found = [row for row in after.execute(SCORES).fetchall() if row[0] != "L3"]
    assert found == scores
    assert {score for _, _, score, *_ in found} != {0}


@pytest.mark.models
def test_a_lead_that_has_left_is_still_cleared_in_the_crm(
    after: duckdb.DuckDBPyConnection,
) -> None:
    """Its lead_id is all that is left of it."""
    sent = after.execute(
        "select sync_operation from activation.crm_lead_score_sync where lead_id = 'L4'"
    )
    assert sent.fetchall() == [("clear",)]


@pytest.mark.models
@pytest.mark.skipif(not IS_NIGHTLY, reason="one build more; make nightly runs it")
def test_a_warehouse_that_never_had_more_is_the_same(
    after: duckdb.DuckDBPyConnection, user: CommandLine, tmp_path: Path
) -> None:
    """The people too, though of a lead there is no more than that it was there."""
    other = CommandLine(tmp_path)
    (tmp_path / "input").symlink_to(user.directory / "input")
    build(other, "2026-06-30", **KEPT)
    assert other.rows(SCORES) == after.execute(SCORES).fetchall()
    ledger = "from marts.lead_score_ledger order by all"
    assert other.rows(ledger) == after.execute(ledger).fetchall()


@pytest.mark.models
def test_rules_that_count_older_events_are_warned_of(after: duckdb.DuckDBPyConnection) -> None:
    """White papers count for a year, and 303 days are kept before the first scored day."""
    warned = after.execute(
        "select row_key, problem from marts.rulebook_warnings where warning = 'older_events'"
    ).fetchall()
    assert {"whitepaper", "ebook"} <= {rule for rule, _ in warned}
    assert not {"demo_request", "pricing_often", "email_open"} & {rule for rule, _ in warned}


@pytest.mark.parametrize("months", [0, -3, 1.5, True, "two", ""])
def test_what_is_no_number_of_months_is_refused(
    months: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql_macros, "project_vars", lambda: {"keep_events_months": months})
    with pytest.raises(UserError, match=r"var keep_events_months is .*: write how many months"):
        sql_macros.call("kept_from", "keep_events_months")


def test_without_the_vars_all_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_macros, "project_vars", lambda: {"keep_events_months": None})
    assert sql_macros.call("kept_from", "keep_events_months") is None


@pytest.mark.models
@pytest.mark.skipif(not IS_NIGHTLY, reason="takes minutes; make nightly runs it")
@pytest.mark.skipif(BIN_DIR is None, reason="no Postgres server on this machine")
def test_what_is_old_is_in_no_table_of_postgres(tmp_path: Path) -> None:
    assert BIN_DIR is not None
    user = CommandLine(tmp_path)
    with private_server(BIN_DIR) as server:
        place = server.new_database("retention")
        given = {"TARGET": "postgres", **place}
        write_input(tmp_path / "input", FORMER, EVENTS[:4])
        build(user, "2025-01-31", given)
        write_input(tmp_path / "input", LEADS, EVENTS)
        build(user, "2026-01-31", given)
        for _ in range(2):
            build(user, "2026-06-30", given, **KEPT)
        with connected_as(place) as connection, connection.cursor() as cursor:
            cursor.execute(
                "select table_schema || '.' || table_name from information_schema.tables"
                " where table_type = 'BASE TABLE'"
                " and table_schema not in ('pg_catalog', 'information_schema')"
            )
            tables = [str(table) for (table,) in cursor.fetchall()]
            found = []
            for table in tables:
                cursor.execute(
                    f"select count(*) from {table} as whole_row"
                    f" where cast(whole_row as text) ~ '{'|'.join(OLD)}'"
                )
                found += [table for (rows,) in cursor.fetchall() if rows]
            cursor.execute("select count(*), min(scored_on)::text from marts.lead_score_history")
            ((rows, first_day),) = cursor.fetchall()
    assert "raw.events" in tables
    assert found == []
    assert rows > 3
    assert first_day >= FIRST_SCORED_DAY
