"""Postgres gives what DuckDB gives: a private server is started and the project built on it.

LEAD_SCORING_NIGHTLY=1 takes deliveries over two days, a random world, dbt's data tests, and all
unit tests too.
"""

from __future__ import annotations

import csv
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lead_scoring.project import DEMO_INPUT, WITH_UNIT_TESTS
from tests.conftest import IS_NIGHTLY, WITH_REPORTS, CommandLine, nightly, wait_for
from tests.reference.random_world import random_world
from tests.same_tables import assert_same_tables

pytest.importorskip("psycopg2", reason="the packages for Postgres are not installed")

import psycopg2

from lead_scoring.engines.postgres import LOCK
from lead_scoring.warehouse import SCHEMAS
from tests.postgres_server import Server, binaries, connected_as, private_server

BIN_DIR = binaries()
pytestmark = pytest.mark.skipif(BIN_DIR is None, reason="this machine has no Postgres to start")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A private server."""
    assert BIN_DIR is not None
    with private_server(BIN_DIR) as server:
        yield server


def assert_same_as_on(server: Server, user: CommandLine, database: str, schema: str) -> None:
    """Each table and view of the schema has the same columns and rows on both engines."""
    assert_same_tables(user, partial(server.rows, database=database), schema)


def build_both(user: CommandLine, place: dict[str, str], **variables: str) -> str:
    """Build on DuckDB and, with all data tests, on Postgres; what the latter said."""
    user.build(WITH_REPORTS, **variables)
    run = user.run("build", **place, **variables, TARGET="postgres")
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr
    return run.stdout


def split_events(directory: Path, day: str) -> tuple[list[str], list[str]]:
    """The demo's leads and outcomes in the directory; its events before the day, and the rest."""
    directory.mkdir()
    for name in ("leads.csv", "outcomes.csv"):
        (directory / name).write_bytes((DEMO_INPUT / name).read_bytes())
    header, *lines = (DEMO_INPUT / "events.csv").read_text(encoding="utf-8").splitlines()
    column = next(csv.reader([header])).index("occurred_at")
    before = [line for line in lines if next(csv.reader([line]))[column] < day]
    after = [line for line in lines if next(csv.reader([line]))[column] >= day]
    return [header, *before], [header, *after]


class Reader(threading.Thread):
    """Reads each mart again and again; what failed, and what was empty."""

    def __init__(self, server: Server, database: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.readings = 0
        self._server, self._database = server, database
        self._stopped = threading.Event()
        self._marts = [
            name
            for (name,) in server.rows(
                "select table_name from information_schema.tables where table_schema = 'marts'"
                " and table_name in ('lead_scores', 'lead_score_ledger', 'lead_score_history',"
                " 'lead_stage_history', 'lead_score_changes', 'follow_up_queue')",
                database,
            )
        ]

    def run(self) -> None:
        """Read until stopped."""
        while not self._stopped.wait(0.05):
            for name in self._marts:
                try:
                    query = f"select count(*) from marts.{name}"
                    if self._server.rows(query, self._database) == [(0,)]:
                        self.faults.append(f"{name} was empty")
                except Exception as error:
                    self.faults.append(f"{name}: {error}")
                self.readings += 1

    def stop(self) -> None:
        """End, and wait for the last reading."""
        self._stopped.set()
        self.join()


@nightly
def test_days_of_deliveries(server: Server, tmp_path: Path) -> None:
    """A first delivery, a second one that readers do not notice, and a build that broke off."""
    user, place = CommandLine(tmp_path / "user"), server.new_database("deliveries")
    user.warehouse.parent.mkdir(parents=True)
    first, second = split_events(tmp_path / "input", "2026-06-20")
    events = tmp_path / "input" / "events"
    events.mkdir()
    (events / "1.csv").write_text("\n".join(first) + "\n", encoding="utf-8")
    variables = {"INPUT": str(tmp_path / "input"), "VARS": "{history_months: 3}"}
    said = build_both(user, place, **variables, AS_OF="2026-06-20")
    assert "starting the database deliveries" in said
    assert "Leads to act on now" in said
    assert_same_as_on(server, user, "deliveries", "marts")

    (events / "2.csv").write_text("\n".join(second) + "\n", encoding="utf-8")
    reader = Reader(server, "deliveries")
    reader.start()
    try:
        said = build_both(user, place, **variables, AS_OF="2026-06-30")
    finally:
        reader.stop()
    assert "continuing the database deliveries" in said
    assert f"{len(second) - 1:,} new rows of 1 file" in said
    assert reader.readings > 0
    assert not reader.faults, reader.faults[:5]
    assert_same_as_on(server, user, "deliveries", "marts")
    assert_same_as_on(server, user, "deliveries", "raw")

    (events / "2.csv").unlink()
    user.build(WITH_REPORTS, **variables, AS_OF="2026-07-01")
    with user.start("build", **place, **variables, AS_OF="2026-07-01", TARGET="postgres") as broken:
        wait_for(broken, "OK created sql incremental model intermediate.int_ledger")
        broken.kill()
    again = user.run("build", **place, **variables, AS_OF="2026-07-01", TARGET="postgres")
    assert again.returncode == 0, again.stdout[-6000:] + again.stderr
    assert_same_as_on(server, user, "deliveries", "marts")


@nightly
def test_random_world(server: Server, tmp_path: Path) -> None:
    """Strange texts, times and rules give the same scores, ledger and reports on both engines."""
    user, place = CommandLine(tmp_path / "user"), server.new_database("world")
    user.warehouse.parent.mkdir(parents=True)
    build_both(user, place, **random_world(1).write_to_build(tmp_path / "world"))
    assert_same_as_on(server, user, "world", "marts")
    assert_same_as_on(server, user, "world", "staging")


READERS = {"lead_scoring_bi": "marts", "lead_scoring_sync": "activation"}
PASSWORDS = {"lead_scoring_bi": "seen by bi", "lead_scoring_sync": "seen by sync"}


def make_roles(user: CommandLine, place: dict[str, str], **variables: str) -> str:
    """Make the roles of a database that belongs to the role builder; what was said."""
    passwords = {f"{role.upper()}_PASSWORD": of_role for role, of_role in PASSWORDS.items()}
    names = {"LEAD_SCORING_BUILDER_ROLE": "builder", "TARGET": "postgres"}
    run = user.run("roles", **place, **passwords, **names | variables)
    assert "Traceback" not in run.stderr
    assert "seen by" not in run.stdout + run.stderr
    return run.stdout or run.stderr


def is_allowed(connection: Any, statement: str) -> bool:
    """Whether the role of the connection may run a statement."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except psycopg2.errors.InsufficientPrivilege:
            return False
        return True


def assert_readers_see_their_schema(server: Server, place: dict[str, str]) -> None:
    """Each reader may select from the tables of its schema, and nothing else."""
    tables = server.rows(
        "select table_schema, table_name from information_schema.tables where table_schema"
        " not in ('information_schema', 'pg_catalog')",
        place["PGDATABASE"],
    )
    assert {schema for schema, _ in tables} == SCHEMAS
    for role, schema in READERS.items():
        with connected_as(place | {"PGUSER": role, "PGPASSWORD": PASSWORDS[role]}) as connection:
            own = {(schema, name) for in_schema, name in tables if in_schema == schema}
            assert own
            assert own == {
                (in_schema, name)
                for in_schema, name in tables
                if is_allowed(connection, f"select 1 from {in_schema}.{name} limit 1")
            }
            for statement in (
                *(f"delete from {schema}.{name}" for schema, name in sorted(own)[:3]),
                f"create table {schema}.mine (a integer)",
                "create table public.mine (a integer)",
                "create temporary table mine (a integer)",
                "create schema mine",
                "create role mine",
            ):
                assert not is_allowed(connection, statement), statement


def run_unit_tests(user: CommandLine, place: dict[str, str]) -> None:
    """All unit tests, on the database with the demo."""
    unit_tests = user.start_dbt(
        *("test", "--select", "test_type:unit", "--target", "postgres"),
        *("--vars", "{custom_attributes: [crm_system, webinar_topic]}"),
        **place,
        **WITH_UNIT_TESTS,
    )
    said, _ = unit_tests.communicate()
    assert unit_tests.returncode == 0, said[-6000:]


def test_demo_with_unit_tests(demo: CommandLine, server: Server, tmp_path: Path) -> None:
    """The demo's scores and reports, who sees what, nightly unit tests; then another input."""
    user, place = CommandLine(tmp_path / "user"), server.new_database("demo")
    user.directory.mkdir()
    assert "lead_scoring_bi: reads marts" in make_roles(user, place | {"PGUSER": "postgres"})
    if IS_NIGHTLY:
        run = user.run("build", **place, TARGET="postgres")
        assert run.returncode == 0, run.stdout[-6000:] + run.stderr
    else:
        user.build(WITH_REPORTS, **place, TARGET="postgres")
    assert_readers_see_their_schema(server, place)
    assert_same_as_on(server, demo, "demo", "marts")
    explained = user.run("explain", **place, TARGET="postgres", SINCE="2026-03-03")
    assert explained.stdout == demo.run("explain", SINCE="2026-03-03").stdout
    assert "\nSales status: " in explained.stdout
    advised = user.run("advise", **place, TARGET="postgres", OUT=str(tmp_path / "advice.html"))
    assert "What to change?" in advised.stdout, advised.stderr
    there = demo.run("advise", OUT=str(tmp_path / "advice_on_duckdb.html"))
    assert advised.stdout.splitlines()[:-1] == there.stdout.splitlines()[:-1]
    sent = {"DESTINATION": "hubspot", "DRY_RUN": "1", "HUBSPOT_TOKEN": "-"}
    synced = user.run("sync", **place, **sent, TARGET="postgres")
    assert " rows to send, " in synced.stdout, synced.stderr
    assert synced.stdout == demo.run("sync", **sent).stdout
    if IS_NIGHTLY:
        run_unit_tests(user, place)
    assert server.rows("select max(scored_on) from marts.lead_scores", "demo") == [
        (date(2026, 6, 30),)
    ]
    directory = awkward_input(tmp_path)
    said = user.build(**place, INPUT=str(directory), TARGET="postgres", AS_OF="2026-02-01")
    assert "holds the demo, which makes room for this input" in said
    leads = server.rows("select distinct lead_id from marts.lead_score_history", "demo")
    assert sorted(leads) == [("L1",), ("l2",)]
    assert_readers_see_their_schema(server, place)
    other = user.run("build", **place, TARGET="postgres")
    assert other.returncode == 1
    assert "holds the scores of the input" in other.stderr


AWKWARD = (
    "",
    '""',
    " ",
    "\\N",
    "\\.",
    '"a ""quoted"" word"',
    '"two\nlines"',
    "NULL",
    "é日本🎉",
    "a\0b",
)


def awkward_input(tmp_path: Path) -> Path:
    """Two leads, and events whose assets are hard to carry."""
    directory = tmp_path / "awkward"
    directory.mkdir()
    (directory / "leads.csv").write_text("lead_id,created_at\nL1,2026-01-01\nl2,2026-01-02\n")
    lines = [f"E{number},view,2026-01-05,L1,{text}" for number, text in enumerate(AWKWARD)]
    (directory / "events.csv").write_text(
        "event_id,event_type,occurred_at,lead_id,asset\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    return directory


def test_loads(server: Server, tmp_path: Path) -> None:
    """Raw tables are those of DuckDB, whatever their texts; a file that has grown adds its rows."""
    user, place = CommandLine(tmp_path / "user"), server.new_database("loads")
    user.warehouse.parent.mkdir(parents=True)
    directory = awkward_input(tmp_path)

    def load(**variables: str) -> str:
        told = []
        for engine in ({}, {**place, "TARGET": "postgres"}):
            run = user.run("load", INPUT=str(directory), **engine, **variables)
            assert run.returncode == 0, run.stderr
            told.append(run.stdout)
        query = "select * from raw.events"
        here = Counter(
            tuple(c.replace("\0", "") if isinstance(c, str) else c for c in row)
            for row in user.rows(query)
        )
        assert here == Counter(server.rows(query, "loads"))
        return told[1]

    load()
    assert "nothing new" in load()
    with (directory / "events.csv").open("a") as file:
        file.write("late,view,2026-01-06,L1,/x\n")
    assert "1 new rows of 1 file" in load()
    (directory / "events.csv").write_text("event_id,event_type,occurred_at,lead_id,why\n")
    load()
    assert server.rows("select count(*) from raw.events", "loads") == [(0,)]


def test_refusals(server: Server, tmp_path: Path) -> None:
    """Tables of others, a database that cannot hold all texts, a server that is not there."""
    user = CommandLine(tmp_path)

    def refused(**variables: str) -> str:
        run = user.run("build", **variables, TARGET="postgres")
        assert run.returncode == 1, run.stdout
        assert "Traceback" not in run.stderr
        return run.stderr

    place = server.new_database("others")
    server.rows("create schema raw authorization builder", "others")
    server.rows("create table raw.leads (lead_id text)", "others")
    assert "has tables of its own (leads)" in refused(**place)
    latin = "encoding 'LATIN1' locale 'C' template template0 locale_provider libc"
    assert "has the encoding LATIN1" in refused(**server.new_database("latin", options=latin))
    assert "cannot be reached" in refused(**place | {"PGPORT": "1"})
    assert "cannot be reached" in refused(**place | {"PGPASSWORD": "wrong"})


def test_roles(server: Server, tmp_path: Path) -> None:
    """Made by no superuser, twice; passwords are in no log, and strangers stay outside."""
    user, password = CommandLine(tmp_path), server.variables["PGPASSWORD"]
    server.rows(f"create role admin createrole login password '{password}'")
    server.rows("create role stranger login password 'stranger'")
    place = server.new_database("roles") | {"PGUSER": "admin"}
    server.rows("alter database roles owner to admin")
    server.rows("alter database roles set log_statement = 'all'")
    server.rows("create table public.old (a integer)", "roles")
    server.rows("grant all on public.old to public", "roles")

    assert "builder: builds all schemas (there, password as it was)" in make_roles(user, place)
    assert "lead_scoring_bi: reads marts (there, password set)" in make_roles(user, place)
    ((log,),) = server.rows("select pg_read_file('../log')")
    assert "alter role" in log
    assert "seen by" not in log
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        connected_as(place | {"PGUSER": "stranger", "PGPASSWORD": "stranger"}).__enter__()
    bi = place | {"PGUSER": "lead_scoring_bi", "PGPASSWORD": PASSWORDS["lead_scoring_bi"]}
    with connected_as(bi) as connection:
        assert not is_allowed(connection, "select * from public.old")
    with connected_as(place | {"PGUSER": "builder"}) as connection:
        assert is_allowed(connection, "create table marts.made (a integer)")
        assert is_allowed(connection, "create table raw.made (a integer)")
    with connected_as(bi) as connection:
        assert is_allowed(connection, "select * from marts.made")
        assert not is_allowed(connection, "select * from raw.made")


def test_roles_are_refused(server: Server, tmp_path: Path) -> None:
    """Roles that would see more than they should, schemas of others, an engine without roles."""
    user = CommandLine(tmp_path)
    place = server.new_database("refused") | {"PGUSER": "postgres"}
    said = make_roles(user, place, LEAD_SCORING_SYNC_ROLE="postgres")
    assert "the role postgres is a superuser" in said
    server.rows("create role curious login in role builder")
    said = make_roles(user, place, LEAD_SCORING_BI_ROLE="curious")
    assert "the role curious may use the schema" in said
    server.rows("create schema marts", "refused")
    assert 'alter schema "marts" owner to "builder"' in make_roles(user, place)
    assert server.rows("select nspname from pg_namespace where nspname = 'raw'", "refused") == []
    assert "permission denied" in make_roles(user, place | {"PGUSER": "builder"})
    assert "has no roles" in user.run("roles").stderr


def test_two_builds_at_once(server: Server, tmp_path: Path) -> None:
    """The second one is told to wait."""
    place = server.new_database("busy")
    with connected_as(place) as connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        run = CommandLine(tmp_path).run("load", **place, TARGET="postgres")
    assert run.returncode == 1
    assert "another build of database busy on 127.0.0.1 is running" in run.stderr
