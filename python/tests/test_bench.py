"""The benchmark at its smallest: not how fast things are, but that they come to the same points."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from dev.bench import figures as names
from dev.bench.agreement import points_agree, scores_agree
from dev.bench.data import prepare, prepare_history
from dev.bench.figures import Agreement, Figure, Results, Trial, read, write
from dev.bench.measure import measure
from dev.bench.pages import write_pages
from dev.bench.runs import RULEBOOK, warehouse
from dev.bench.sizes import ACTIVE_DAYS, AS_OF, NEXT_DAY, Size
from dev.bench.terminal import print_results
from dev.bench.trial import TrialRun
from lead_scoring.sql import literal
from tests.conftest import nightly

SMALLEST = Size("smallest", 500, 20.0)
SCRIPTS = ("pandas", "pyarrow", "polars")


def silent(_: str) -> None:
    """Report nothing."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The input of the smallest size."""
    return prepare(tmp_path_factory.mktemp("bench") / "data", SMALLEST, silent)


def count(query: str) -> int:
    """The one number a query gives."""
    with duckdb.connect() as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def parquet(folder: Path) -> str:
    """All files of a folder as a table."""
    return f"read_parquet({literal(str(folder / '*.parquet'))})"


@pytest.mark.models
@nightly
def test_all_ways_come_to_the_same_points(directory: Path, tmp_path: Path) -> None:
    """The product, the floor, the naive dbt model, pandas and polars agree on every person."""
    for module in SCRIPTS:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    run = TrialRun(with_shared_keys(directory, tmp_path / "data"), tmp_path / "work", silent)
    run.first_build()
    run.instead(None)

    figures = run.trial.figures
    for name in (names.FIRST, *names.INSTEAD):
        agreement = figures[name].agreement
        assert agreement is not None, (name, figures[name].note)
        assert agreement.is_full, (name, agreement)
        assert agreement.people > 300
    first = figures[names.FIRST]
    assert first.seconds is not None
    assert first.load_seconds is not None
    assert 0 < first.load_seconds < first.seconds
    assert sum(first.stages.values()) == pytest.approx(first.seconds, rel=0.05)
    assert {"load", "staging", "marts", "tests"} <= set(first.stages)

    built = warehouse(run.work)
    floor, script = run.work / "floor.parquet", run.work / "polars-script.parquet"
    for agreement in (
        scores_agree(built, moved(floor, "score", tmp_path)),
        points_agree(built, moved(script, "points", tmp_path), RULEBOOK),
    ):
        assert agreement.differing == agreement.people > 300  # five moved, the others missing


def with_shared_keys(directory: Path, copy: Path) -> Path:
    """The same input with an address of five names and a cookie of six people, who stay apart."""
    shutil.copytree(directory, copy)
    leads, events = copy / "leads" / "leads.parquet", max((copy / "events").glob("*.parquet"))
    named = f"select distinct lead_id from {parquet(directory / 'events')} where lead_id <> ''"
    for file, column, value, condition in (
        (leads, "email", "together@mailbox.example", "lead_id in (from chosen limit 5)"),
        (events, "anonymous_id", "one-cookie", "lead_id in (from chosen)"),
    ):
        with duckdb.connect() as connection:
            connection.execute(
                f"create table chosen as select lead_id from ({named}) as named"
                f" inner join {parquet(directory / 'leads')} as leads using (lead_id)"
                " where company_name <> '' order by lead_id limit 40"
            )
            connection.execute(
                f"create table changed as select * replace (case when {condition}"
                f" then {literal(value)} else {column} end as {column})"
                f" from read_parquet({literal(str(file))})"
            )
            changed = connection.execute(
                f"select count(distinct lead_id) from changed where {column} = {literal(value)}"
            ).fetchone()
            assert changed is not None
            assert changed[0] >= 5, file
            connection.execute(f"copy changed to {literal(str(file))} (format parquet)")
    return copy


def moved(result: Path, column: str, directory: Path) -> Path:
    """Five people of a result, with a slightly different score."""
    path = directory / f"moved-{result.name}"
    duckdb.sql(
        f"copy (select * replace ({column} + 0.01 as {column})"
        f" from read_parquet({literal(str(result))}) order by lead_id limit 5)"
        f" to {literal(str(path))}"
    )
    return path


def test_input_is_what_a_warehouse_gets(directory: Path) -> None:
    """Files by month of arrival, long ids that still match, copies that stay copies."""
    events, leads = parquet(directory / "events"), parquet(directory / "leads")
    next_day = parquet(directory / "events_next_day")
    months = sorted(file.stem for file in (directory / "events").glob("*.parquet"))
    assert f"{AS_OF:%Y-%m}" in months
    assert count(f"select count(*) from {next_day}") > 0
    assert count(f"select count(*) from {events} where loaded_at like '{NEXT_DAY}%'") == 0
    assert count(f"select min(length(event_id)) from {events}") == 36
    assert count(f"select max(length(lead_id)) from {leads}") == 18
    assert count(f"select count(*) - count(distinct event_id) from {events}") > 0
    known = f"select count(*) from {events} where lead_id in (select lead_id from {leads})"
    assert count(known) > 0.9 * count(f"select count(lead_id) from {events}")


def test_input_is_made_once(directory: Path) -> None:
    """What is there already is taken; another size is not taken for it."""
    file = directory / "leads" / "leads.parquet"
    before = file.stat().st_mtime_ns
    prepare(directory, SMALLEST, silent)
    assert file.stat().st_mtime_ns == before


def test_longer_history_leaves_the_active_window_alone(directory: Path, tmp_path: Path) -> None:
    """About ten times the events, all of the new ones before the active window, no id twice."""
    longer = prepare_history(tmp_path / "history", directory, silent)
    active = f"try_cast(left(occurred_at, 10) as date) >= date '{AS_OF}' - {ACTIVE_DAYS}"
    before, after = parquet(directory / "events"), parquet(longer / "events")
    assert count(f"select count(*) from {after} where {active}") == count(
        f"select count(*) from {before} where {active}"
    )
    times = count(f"select count(*) from {after}") / count(f"select count(*) from {before}")
    assert 8 < times < 12
    copies = "select count(event_id) - count(distinct event_id) from"
    assert count(f"{copies} {after}") < 12 * count(f"{copies} {before}")


def test_a_program_is_measured_with_its_children(tmp_path: Path) -> None:
    """Time, memory of the whole tree, output by the second, and the end at a timeout."""
    hungry = "x = bytearray(60_000_000); import time; time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hungry!r}])"
    measured = measure([sys.executable, "-c", parent], log=tmp_path / "log")
    assert measured.exit_code == 0
    assert measured.seconds > 0.5
    assert measured.peak_bytes > 60_000_000
    late = measure(
        [sys.executable, "-c", "print('here'); import time; time.sleep(60)"],
        log=tmp_path / "log",
        timeout=1,
        environment=dict(os.environ),
    )
    assert late.has_timed_out
    assert late.exit_code != 0
    assert late.last_line == "here"


def made_up_results() -> Results:
    """Results in which everything grows by known exponents."""
    results = Results({"cores": "2"}, "2026-07-01")
    results.trials[names.TINY] = Trial(10, 100, 1, 1000, {names.FIRST: Figure(cpu_seconds=5.0)})
    for size, events in (("small", 1e4), ("middle", 1e5), ("large", 1e6)):
        results.trials[size] = Trial(
            leads=int(events / 100),
            events=int(events),
            next_day_events=10,
            parquet_bytes=1_000_000,
            figures={
                names.FIRST: Figure(
                    seconds=events / 1000,
                    cpu_seconds=events / 1000,
                    peak_bytes=int(events**0.5 * 1e6),
                    warehouse_bytes=1_500_000,
                    load_seconds=events / 10_000,
                    stages={"load": events / 10_000, "tests": 1.0},
                    agreement=Agreement(10, 0, 0.0),
                ),
                names.FLOOR: Figure(cpu_seconds=events / 2000, seconds=1.0, peak_bytes=int(1e8)),
                names.PANDAS: Figure(note="not tried: would need about 99 GB of memory"),
            },
        )
    return results


def test_growth_is_the_exponent() -> None:
    """Linear time is 1, memory by the square root 0.5."""
    results = made_up_results()
    sizes = ["small", "middle", "large"]
    assert results.growth(names.FLOOR, sizes) == pytest.approx(1.0)
    assert results.growth(names.FIRST, sizes, "peak_bytes") == pytest.approx(0.5)
    assert results.growth(names.PANDAS, sizes) is None
    # Ten times the large size: dbt's own 5 s are paid once.
    expected = results.expected(names.FLOOR, "cpu_seconds", sizes, 1e7)
    assert expected == pytest.approx(5000)


def test_aims_leave_out_the_time_of_dbt_itself() -> None:
    """1,000 s less 5 s of dbt's own, over a floor of 500 s; a floor of its own counts before."""
    first, *_, size = names.aims(made_up_results(), "large")
    assert first.value == pytest.approx(995 / 500)
    assert first.is_met
    results = made_up_results()
    figures = results.trials["small"].figures
    figures[names.NEXT_DAY] = Figure(cpu_seconds=8.0)
    figures[names.NAIVE] = Figure(cpu_seconds=16.0)
    figures[names.FLOOR_NEXT_DAY] = Figure(cpu_seconds=4.0)
    by_text = {aim.text: aim for aim in names.aims(results, "small")}
    assert by_text["next day, beyond dbt's own time, to floor"].value == pytest.approx(2.0)
    assert by_text["next day, all of it, to the naive dbt model"].value == pytest.approx(0.5)
    assert by_text["rulebook edit, beyond dbt's own time, to floor"].value is None
    assert size.value == pytest.approx(1.5)


def test_results_survive_and_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """results.json is read as it was written; page, pictures and table show what it holds."""
    results = made_up_results()
    write(results, tmp_path / "results.json")
    kept = read(tmp_path / "results.json")
    assert kept == results

    print_results(kept)
    shown = capsys.readouterr().out
    assert "not tried: would need about 99 GB of memory" in shown
    assert "first build, beyond dbt's own time, to floor: 1.99 x, met" in shown

    page, *pictures = write_pages(kept, tmp_path)
    assert "| first build | 1000.0 |" in page.read_text(encoding="utf-8")
    assert len(pictures) == 2
    for picture in pictures:
        assert ElementTree.parse(picture).getroot().tag.endswith("svg")  # noqa: S314 - our own file
        assert f"images/{picture.name}" in page.read_text(encoding="utf-8")
