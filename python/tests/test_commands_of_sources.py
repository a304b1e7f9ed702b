"""Commands that read files say so where the input is the tables of loaders; none reads the demo."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lead_scoring.cli import main


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse as a build on SOURCES leaves it, as far as the commands look at it."""
    path = tmp_path / "lead_scoring.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.source_columns (source varchar)")
    monkeypatch.setenv("LEAD_SCORING_DUCKDB_PATH", str(path))
    for name in ("SOURCES", "INPUT"):
        monkeypatch.delenv(name, raising=False)
    return path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command says that ends before it has done anything."""
    assert main(list(arguments)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@pytest.mark.parametrize("is_named", [True, False])
def test_diff_does_not_compare_scores_of_the_demo(
    warehouse: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_named: bool,
) -> None:
    """Whether SOURCES is given, and no warehouse is there yet, or the warehouse says so itself."""
    if is_named:
        warehouse.unlink()
        monkeypatch.setenv("SOURCES", "hubspot")
    said = refused(capsys, "diff", "--rulebook", "rulebooks/early")
    assert "diff scores the rows of files again, and the input is the tables of loaders" in said
    assert "CHALLENGER=dir" in said


@pytest.mark.usefixtures("warehouse")
def test_map_has_nothing_to_propose_for_sources(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCES", "hubspot,segment")
    assert "the tables of sources need none" in refused(capsys, "map")


@pytest.mark.usefixtures("warehouse")
def test_train_does_not_learn_from_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("threadpoolctl")
    said = refused(capsys, "train")
    assert "train learns from files, and the warehouse was built on the tables of loaders" in said


@pytest.mark.usefixtures("warehouse")
def test_the_suites_on_rows_of_files_have_nothing_to_validate(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The suites on the marts are run, and here find no scores yet."""
    pytest.importorskip("great_expectations")
    said = refused(capsys, "validate", "--stage", "raw")
    assert "the warehouse was built on the tables of loaders" in said
    assert main(["validate"]) == 1
    told = capsys.readouterr()
    assert "the suites on raw input are left out" in told.out
    assert "raw.leads" not in told.err
