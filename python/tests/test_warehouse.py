"""The warehouse file: one build at a time, and all of it or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from lead_scoring.errors import UserError
from lead_scoring.warehouse import PATH_VARIABLE, Warehouse


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    monkeypatch.setenv(PATH_VARIABLE, str(tmp_path / "sales.duckdb"))
    return Warehouse.from_environment()


def build(warehouse: Warehouse, answer: int) -> None:
    warehouse.start_side_file()
    with duckdb.connect(str(warehouse.side_path)) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.answers as select {answer} as answer")
        # A view keeps the name of the catalog, which DuckDB takes from the file.
        connection.execute("create view marts.answer as select answer from sales.marts.answers")


def answer(warehouse: Warehouse) -> object:
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        return connection.execute("select answer from marts.answer").fetchall()[0][0]


def names(warehouse: Warehouse) -> set[str]:
    return {path.name for path in warehouse.path.parent.iterdir()}


def test_a_finished_build_takes_the_place_of_the_last(warehouse: Warehouse) -> None:
    for number in (1, 2):
        build(warehouse, number)
        warehouse.put_side_file_in_place()
        assert answer(warehouse) == number
    assert names(warehouse) == {"sales.duckdb"}


def test_an_unfinished_build_changes_nothing_and_is_kept(warehouse: Warehouse) -> None:
    build(warehouse, 1)
    warehouse.put_side_file_in_place()
    before = warehouse.path.read_bytes()
    build(warehouse, 2)
    assert warehouse.path.read_bytes() == before
    assert warehouse.side_path.exists()
    warehouse.start_side_file()
    assert not warehouse.side_path.exists()


def test_the_side_file_may_start_as_a_copy(warehouse: Warehouse) -> None:
    build(warehouse, 1)
    warehouse.put_side_file_in_place()
    warehouse.start_side_file(warehouse.path)
    with duckdb.connect(str(warehouse.side_path)) as connection:
        connection.execute("update marts.answers set answer = 2")
    assert answer(warehouse) == 1
    warehouse.put_side_file_in_place()
    assert answer(warehouse) == 2


def test_the_last_warehouse_can_be_kept_and_taken_up_again(warehouse: Warehouse) -> None:
    for number in (1, 2):
        build(warehouse, number)
        warehouse.put_side_file_in_place(keep_last=True)
    assert names(warehouse) == {"sales.duckdb", "sales.previous.duckdb"}
    assert warehouse.files() == [warehouse.path, warehouse.previous_path]
    warehouse.start_side_file(warehouse.previous_path)
    warehouse.put_side_file_in_place(keep_last=True)
    assert answer(warehouse) == 1
    warehouse.start_side_file(warehouse.previous_path)
    warehouse.put_side_file_in_place()
    assert answer(warehouse) == 2


def test_a_reader_does_not_hold_a_build_up(warehouse: Warehouse) -> None:
    build(warehouse, 1)
    warehouse.put_side_file_in_place()
    with in_another_process(warehouse, read_only=True):
        build(warehouse, 2)
        warehouse.put_side_file_in_place()
    assert answer(warehouse) == 2


def test_a_writer_is_told_about(warehouse: Warehouse) -> None:
    build(warehouse, 1)
    warehouse.put_side_file_in_place()
    build(warehouse, 2)
    with (
        in_another_process(warehouse, read_only=False),
        pytest.raises(UserError, match="open for writing"),
    ):
        warehouse.put_side_file_in_place()


def test_the_log_of_a_killed_writer_is_not_taken_for_the_new_file(warehouse: Warehouse) -> None:
    build(warehouse, 1)
    warehouse.put_side_file_in_place()
    with in_another_process(warehouse, read_only=False) as process:
        process.kill()
    assert "sales.duckdb.wal" in names(warehouse)
    build(warehouse, 2)
    warehouse.put_side_file_in_place()
    assert names(warehouse) == {"sales.duckdb"}
    assert answer(warehouse) == 2


def test_two_builds_at_once(warehouse: Warehouse) -> None:
    with warehouse.lock(), pytest.raises(UserError, match="another build"), warehouse.lock():
        pass
    with warehouse.lock():
        pass


def test_a_read_only_warehouse_is_not_built(warehouse: Warehouse) -> None:
    build(warehouse, 1)
    warehouse.put_side_file_in_place()
    warehouse.path.chmod(0o444)
    with pytest.raises(UserError, match=r"sales\.duckdb is read-only"), warehouse.lock():
        pass
    warehouse.path.chmod(0o644)
    with warehouse.lock():
        pass


def test_places_that_cannot_hold_a_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leads.csv").write_text("lead_id,created_at\n")
    for place, words in {
        str(tmp_path): "names the directory",
        str(tmp_path / "leads.csv"): "not a DuckDB file",
        str(tmp_path / "leads.csv" / "x.duckdb"): "is a file",
    }.items():
        monkeypatch.setenv(PATH_VARIABLE, place)
        with pytest.raises(UserError, match=words):
            Warehouse.from_environment()


def in_another_process(warehouse: Warehouse, *, read_only: bool) -> subprocess.Popen[str]:
    """A process that has the warehouse open, and has changed it where it may."""
    change = "" if read_only else "c.execute('create table t as select 1'); "
    code = (
        f"import duckdb; c = duckdb.connect({str(warehouse.path)!r}, read_only={read_only});"
        f" {change}print('open', flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process
