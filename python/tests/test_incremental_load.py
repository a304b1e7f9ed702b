"""Loading goes on where the last load ended, and what comes out is what a first load gives.

LEAD_SCORING_NIGHTLY=1 kills more loads.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from lead_scoring.errors import UserError
from lead_scoring.load import Changes, LoadedSource, load_input

from .conftest import GOOD_LEADS, IS_NIGHTLY, CommandLine, nightly

HEADER = "event_id,event_type,occurred_at,lead_id\n"
Rows = list[tuple[object, ...]]


def lines(first: int, last: int) -> str:
    """Events with the numbers from first to last."""
    return "".join(
        f"e{n},visit,2026-01-02T00:00:00Z,L{n % 2 + 1}\n" for n in range(first, last + 1)
    )


class Input:
    """An INPUT directory and the database it is loaded into again and again."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
        self.connection = connection
        self.directory = directory / "input"
        (self.directory / "events").mkdir(parents=True)
        (self.directory / "leads.csv").write_bytes(GOOD_LEADS)

    def path(self, name: str) -> Path:
        return self.directory / "events" / f"{name}.csv"

    def write(self, name: str, content: str, header: str = HEADER) -> None:
        self.path(name).write_text(header + content, encoding="utf-8")

    def load(self, *, reload: bool = False) -> LoadedSource:
        return load_input(self.connection, self.directory, self.directory.parent, reload=reload)[1]

    def changes(self) -> Changes | None:
        return self.load().changes

    def rows(self, query: str) -> Rows:
        return self.connection.execute(query).fetchall()

    def batches(self) -> Rows:
        """The registry, which has to agree with the table."""
        found = self.rows("select batch, file, rows from raw.input_files order by batch")
        counts = "select _batch, count(*) from raw.events where _batch > 0 group by 1 order by 1"
        assert self.rows(counts) == [(batch, rows) for batch, _, rows in found if rows]
        return found


@pytest.fixture
def given(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Input:
    """An input of two files of events, loaded once."""
    given = Input(connection, tmp_path)
    given.write("a", lines(1, 3))
    given.write("b", lines(4, 5))
    assert given.changes() is None
    assert given.batches() == [(1, "events/a.csv", 3), (2, "events/b.csv", 2)]
    return given


def test_a_file_that_has_not_changed_is_not_read(given: Input) -> None:
    state = given.path("a").stat()
    given.path("a").write_bytes(b"?" * state.st_size)
    os.utime(given.path("a"), ns=(state.st_atime_ns, state.st_mtime_ns))
    assert given.changes() == Changes(files=0, added=0, removed=0)
    assert given.load().rows == 5


def test_a_new_file_is_a_new_batch(given: Input) -> None:
    given.write("0", lines(6, 9))
    assert given.changes() == Changes(files=1, added=4, removed=0)
    assert given.batches()[-1] == (3, "events/0.csv", 4)


def test_of_a_file_that_has_grown_only_the_new_rows_are_taken(given: Input) -> None:
    given.write("b", lines(4, 7))
    assert given.changes() == Changes(files=1, added=2, removed=0)
    assert given.batches()[-1] == (3, "events/b.csv", 2)
    assert given.rows("select event_id from raw.events where _batch = 3 order by 1") == [
        ("e6",),
        ("e7",),
    ]
    given.write("b", lines(4, 8))
    given.changes()
    assert given.batches()[2:] == [(3, "events/b.csv", 2), (4, "events/b.csv", 1)]
    assert given.changes() == Changes()


def test_a_file_in_another_order_brings_nothing_new(given: Input) -> None:
    given.write("a", lines(2, 3) + lines(1, 1))
    os.utime(given.path("b"))
    assert given.changes() == Changes()
    assert len(given.batches()) == 2
    state = given.path("a").stat()
    assert given.rows("select modified_ns from raw.input_files where batch = 1") == [
        (state.st_mtime_ns,)
    ]


def test_equal_rows_count_as_often_as_they_are_delivered(given: Input) -> None:
    given.write("a", lines(1, 3) + lines(3, 3) * 2 + "broken\n" * 2)
    assert given.changes() == Changes(files=1, added=4, removed=0)
    given.write("a", lines(1, 3) + lines(3, 3) * 2 + "broken\n" * 3)
    assert given.changes() == Changes(files=1, added=1, removed=0)
    assert given.load().unreadable == 3
    given.write("a", lines(1, 3) + lines(3, 3) + "broken\n" * 3)
    assert given.changes() == Changes(files=1, added=7, removed=8)


def test_a_file_that_has_lost_rows_is_loaded_again(given: Input) -> None:
    given.write("a", lines(1, 2) + lines(10, 12))
    assert given.changes() == Changes(files=1, added=5, removed=3)
    assert given.batches() == [(2, "events/b.csv", 2), (3, "events/a.csv", 5)]


def test_a_number_comes_once_even_if_the_last_batch_has_gone(given: Input) -> None:
    given.path("b").unlink()
    assert given.changes() == Changes(files=0, added=0, removed=2)
    given.write("b", lines(4, 5))
    assert given.changes() == Changes(files=1, added=2, removed=0)
    assert given.batches() == [(1, "events/a.csv", 3), (3, "events/b.csv", 2)]
    given.load(reload=True)
    assert [batch for batch, *_ in given.batches()] == [4, 5]


def test_a_file_may_become_a_folder_and_all_may_vanish(given: Input) -> None:
    (given.directory / "events").rename(given.directory / "kept")
    (given.directory / "events.csv").write_text(HEADER + lines(1, 5))
    assert given.changes() == Changes(files=1, added=5, removed=5)
    (given.directory / "events.csv").unlink()
    assert given.changes() == Changes(files=0, added=0, removed=5)
    assert given.batches() == []
    (given.directory / "kept").rename(given.directory / "events")
    assert given.changes() == Changes(files=2, added=5, removed=0)


def test_a_later_file_may_bring_a_column(given: Input) -> None:
    given.write("c", "e6,visit,2026-01-02,L1,mail\n", HEADER.replace("\n", ",campaign\n"))
    assert given.load().custom_columns == []
    assert given.rows("select event_id from raw.events where campaign = 'mail'") == [("e6",)]
    # Also in a file that is known: the rows it had before are not the same any more.
    given.write("b", "e4,visit,2026-01-02,L1,x\n", HEADER.replace("\n", ",plan\n"))
    loaded = given.load()
    assert (loaded.custom_columns, loaded.changes) == (["plan"], Changes(1, 1, 2))
    assert given.changes() == Changes()


def test_a_column_of_nothing_but_nulls_changes_nothing(given: Input) -> None:
    given.write("b", lines(4, 5).replace("\n", ",\n"), HEADER.replace("\n", ",campaign\n"))
    assert given.changes() == Changes()


def test_parquet_and_csv_may_take_turns(given: Input) -> None:
    query = "select 'e6' as event_id, 'visit' as event_type, date '2026-01-02' as occurred_at"
    path = given.directory / "events" / "c.parquet"
    for rows in (1, 3):
        given.connection.execute(
            f"copy ({query}, 'L1' as lead_id from range({rows})) to '{path}' (format parquet)"
        )
        given.load()
    assert [rows for _, _, rows in given.batches()] == [3, 2, 1, 2]


def test_rows_that_others_inserted_stay(given: Input) -> None:
    given.connection.execute("insert into raw.events (event_id) values ('by hand')")
    given.write("a", lines(7, 7))
    given.path("b").unlink()
    assert given.load().rows == 2
    assert given.load(reload=True).rows == 1


def test_leads_are_replaced(given: Input) -> None:
    (given.directory / "leads.csv").write_bytes(b"lead_id,created_at\nL9,2026-01-05\n")
    given.load()
    assert given.rows("select lead_id from raw.leads") == [("L9",)]


def test_an_input_of_another_directory_is_loaded_anew(given: Input) -> None:
    given.directory = given.directory.rename(given.directory.parent / "other")
    assert given.changes() is None
    assert [batch for batch, *_ in given.batches()] == [3, 4]
    link = given.directory.parent / "latest"
    link.symlink_to(given.directory)
    given.directory = link
    assert given.changes() == Changes()
    moved = given.directory.parent / "moved"
    given.directory.resolve().rename(moved)
    link.unlink()
    link.symlink_to(moved)
    assert given.changes() == Changes()


@pytest.mark.parametrize("name", ["_batch", "_Unreadable-Line"])
def test_columns_that_the_loader_needs_itself_are_refused(given: Input, name: str) -> None:
    given.write("c", "e6,visit,2026-01-02,L1,1\n", HEADER.replace("\n", f",{name}\n"))
    with pytest.raises(UserError, match=rf"c\.csv has a column called {name.lower()[:6]}.*rename"):
        given.load()


def test_rows_stay_in_the_order_of_their_file(given: Input) -> None:
    count = 500_000
    path = given.directory / "events" / "c.parquet"
    given.connection.execute(
        "copy (select i as event_id, 'visit' as event_type, 'L1' as lead_id,"
        " timestamp '2026-01-01' + to_seconds(i) as occurred_at from range(500000) as t (i))"
        f" to '{path}' (format parquet)"
    )
    given.load()
    assert given.rows(
        "select count(*) from (select occurred_at, lag(occurred_at) over (order by rowid) as last"
        " from raw.events where _batch = 3) where occurred_at > last"
    ) == [(count - 1,)]


@pytest.mark.parametrize("seed", range(5))
def test_any_series_of_changes_ends_where_a_first_load_does(given: Input, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    contents: dict[str, list[str]] = {}
    for _ in range(12):
        for name in draw.sample("abcdef", 2):
            rows = contents.get(name, [])
            action = draw.choice(["grow", "shuffle", "cut", "edit", "remove", "bad"])
            if action == "grow":
                rows = rows + lines(1, draw.randrange(50)).splitlines()
            elif action == "shuffle":
                rows = draw.sample(rows, len(rows))
            elif action == "cut":
                rows = rows[: len(rows) // 2]
            elif action == "edit":
                rows = [row.replace("visit", "click") for row in rows]
            elif action == "bad":
                rows = [*rows, 'x,"open', '"two\nlines",visit,2026-01-01,L1']
            contents[name] = rows
            given.write(name, "".join(row + "\n" for row in rows))
            if action == "remove":
                del contents[name]
                given.path(name).unlink()
        given.path("z").write_text(HEADER)
        given.load()
        given.batches()
        query = "select event_id, event_type, occurred_at, lead_id, _unreadable_line"
        with duckdb.connect() as fresh:
            load_input(fresh, given.directory, given.directory.parent)
            has_bad = any('x,"open' in rows for rows in contents.values())
            if not has_bad:
                query = query.removesuffix(", _unreadable_line")
            query += " from raw.events"
            assert Counter(given.rows(query)) == Counter(fresh.execute(query).fetchall())


# The command, as users run it.


@pytest.fixture
def user(tmp_path: Path) -> CommandLine:
    """A user with an input of their own and nothing built yet."""
    (tmp_path / "warehouse").mkdir()
    write_input(tmp_path / "input", 100)
    return CommandLine(tmp_path)


def write_input(directory: Path, events: int) -> None:
    directory.mkdir(exist_ok=True)
    (directory / "leads.csv").write_bytes(GOOD_LEADS)
    (directory / "events.csv").write_text(HEADER + lines(1, events))


def load(user: CommandLine, name: str = "input", **variables: str) -> str:
    done = user.run("load", INPUT=str(user.directory / name) if name else "", **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(user: CommandLine, command: str = "load") -> str:
    """The one sentence of a command that must leave the warehouse as it is."""
    before = user.warehouse.read_bytes()
    done = user.run(command, INPUT=str(user.directory / "input"))
    assert done.returncode == 1, done.stdout + done.stderr
    assert user.warehouse.read_bytes() == before
    assert done.stderr.startswith("Error: "), done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr


def rows(user: CommandLine, query: str) -> Rows:
    with duckdb.connect(str(user.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_second_load_goes_on_and_says_so(user: CommandLine) -> None:
    first = load(user)
    assert "starting a new warehouse" in first
    assert "100 rows (input/events.csv)\n" in first
    write_input(user.directory / "input", 130)
    second = load(user)
    assert "continuing the warehouse warehouse/lead_scoring.duckdb\n" in second
    assert "130 rows (input/events.csv): 30 new rows of 1 file\n" in second
    assert "130 rows (input/events.csv): nothing new\n" in load(user)
    anew = load(user, FULL_REFRESH="1")
    assert "continuing" in anew
    assert "130 rows (input/events.csv)\n" in anew
    assert rows(user, "select min(_batch), count(*) from raw.events") == [(3, 130)]


def test_a_warehouse_of_another_input_is_kept_and_taken_up_again(user: CommandLine) -> None:
    load(user)
    write_input(user.directory / "other", 7)
    kept = "is kept as warehouse/lead_scoring.previous.duckdb"
    assert kept in load(user, "other")
    assert rows(user, "select count(*) from raw.events") == [(7,)]
    back = load(user)
    assert "continuing the warehouse warehouse/lead_scoring.previous.duckdb" in back
    assert "100 rows (input/events.csv): nothing new" in back
    assert kept in back
    assert "nothing new" in load(user, "other")
    # The demo takes nobody's place for good, and is not kept itself.
    assert kept in load(user, "")
    again = load(user, "other")
    assert "nothing new" in again
    assert kept not in again


def test_tables_of_the_user_stay(user: CommandLine) -> None:
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.sales as select 1 as amount")
    load(user)
    load(user)
    assert rows(user, "select amount from raw.sales") == [(1,)]


def test_a_read_only_file_or_directory_is_told_about(user: CommandLine) -> None:
    load(user)
    for path in (user.warehouse, user.warehouse.parent):
        with read_only(path):
            assert "is read-only" in refused(user)
            assert "is read-only" in refused(user, "build")
        load(user)


def run_as_root(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Also for root, where the file system knows how."""
    if os.geteuid() != 0:
        mode = path.stat().st_mode
        path.chmod(mode & ~0o222)
        yield
        path.chmod(mode)
        return
    if subprocess.run(["chattr", "+i", path], check=False, capture_output=True).returncode:  # noqa: S607
        pytest.skip("the file system cannot protect files from root")
    try:
        yield
    finally:
        run_as_root("chattr", "-i", path)


def test_a_warehouse_that_is_open_for_writing_is_told_about(user: CommandLine) -> None:
    load(user)
    code = f"import duckdb; c = duckdb.connect({str(user.warehouse)!r}); print(1); input()"
    with subprocess.Popen(
        [sys.executable, "-uc", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert "open for writing" in refused(user)
        assert "open for writing" in refused(user, "build")
        writer.communicate("\n")
    load(user)


def test_two_builds_at_once_are_kept_apart(user: CommandLine) -> None:
    load(user)
    write_input(user.directory / "input", 300_000)
    with user.start("load", INPUT=str(user.directory / "input")) as first:
        assert first.stdout is not None
        first.stdout.readline()
        second = user.run("load", INPUT=str(user.directory / "input"))
        assert first.wait() == 0
    assert second.returncode == 1
    assert f"is running (process {first.pid})" in second.stderr
    assert rows(user, "select count(*) from raw.events") == [(300_000,)]


@contextmanager
def small_disk(user: CommandLine) -> Iterator[Callable[[], None]]:
    """A disk of 10 MB for the warehouse; the function given makes room on it."""
    place = user.warehouse.parent
    options = ["mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", str(place)]
    if subprocess.run(options, check=False, capture_output=True).returncode:
        pytest.skip("a small disk takes the right to mount one")
    try:
        yield lambda: run_as_root("mount", "-o", "remount,size=400m", place)
    finally:
        run_as_root("umount", place)


def test_a_full_disk_while_loading(user: CommandLine) -> None:
    draw = random.Random(0)  # noqa: S311 - repeatable, not secret
    with small_disk(user) as make_room:
        load(user)
        row = "{:0128x},visit,2026-01-02T00:00:00Z,L1\n"
        bulky = "".join(row.format(draw.getrandbits(512)) for _ in range(200_000))
        (user.directory / "input" / "events.csv").write_text(HEADER + bulky)
        assert "the disk is full; free some space" in refused(user)
        assert not list(user.warehouse.parent.glob(".*.building"))
        make_room()
        load(user)


@pytest.mark.models
@nightly
def test_a_full_disk_while_building(user: CommandLine) -> None:
    with small_disk(user) as make_room:
        load(user)
        assert "the disk is full; free some space" in refused(user, "build")
        assert not list(user.warehouse.parent.glob(".*.building"))
        make_room()
        user.build(INPUT=str(user.directory / "input"))


def test_files_that_may_not_grow(user: CommandLine) -> None:
    """What a quota does."""
    load(user)
    write_input(user.directory / "input", 300_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, limits[1]))
    try:
        assert "the disk is full; free some space" in refused(user)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    load(user)


def test_kills_at_any_moment_leave_the_last_load(user: CommandLine) -> None:
    draw = random.Random(0)  # noqa: S311 - repeatable, not secret
    load(user)
    events = 100
    for _ in range(12 if IS_NIGHTLY else 4):
        before = user.warehouse.read_bytes()
        events += 30_000
        write_input(user.directory / "input", events)
        process = user.start("load", INPUT=str(user.directory / "input"))
        time.sleep(draw.uniform(0.2, 1.5))
        process.kill()
        process.communicate()
        if user.warehouse.read_bytes() != before:
            # It had just been done.
            assert rows(user, "select count(*) from raw.events") == [(events,)]
    load(user)
    assert rows(user, "select count(*), count(distinct event_id) from raw.events") == [
        (events, events)
    ]
