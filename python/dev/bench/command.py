"""The command `python -m dev bench`."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from lead_scoring import options
from lead_scoring.errors import UserError
from lead_scoring.packages import install_packages
from lead_scoring.project import ROOT, shown

from .data import prepare, prepare_history
from .figures import HISTORY, TINY, Results, read, write
from .machine import describe
from .pages import write_pages
from .sizes import SIZES, TINY_SIZE
from .terminal import print_results
from .trial import TrialRun

RESULTS = "results.json"
SCRIPTS_NEED = ("pandas", "pyarrow", "polars")


@click.command()
@options.variable(
    "sizes", f"comma-separated: {', '.join(SIZES)} (default: all)", default=",".join(SIZES)
)
@click.option(
    "--history/--no-history",
    default=True,
    help="also the middle size with ten times the events before the active window",
)
@click.option(
    "--instead/--no-instead",
    default=True,
    help="also what people do instead: a naive dbt model, pandas and polars",
)
@options.place(
    "out",
    "directory for the input, the warehouses and results.json",
    default=lambda: Path(tempfile.gettempdir(), "lead-scoring-bench"),
)
@click.option("--keep", is_flag=True, help="keep the warehouses")
@click.option(
    "--only-report",
    is_flag=True,
    help="measure nothing: print (and write) what results.json holds",
)
@click.option("--write-docs", is_flag=True, help="write docs/benchmarks.md and its pictures")
def run(
    *,
    sizes: str,
    history: bool,
    instead: bool,
    out: Path,
    keep: bool,
    only_report: bool,
    write_docs: bool,
) -> None:
    """Measure the product, hand-written SQL, and what people do instead.

    Makes the input, runs everything and prints one table. The large size is a matter of hours on
    two cores, and of tens of GB of disk. results.json is written after each size, and keeps sizes
    not asked for.
    """
    out = out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    if not only_report:
        if instead:
            _check_scripts()
        print("dbt packages:", install_packages(), flush=True)
        _measure(out, sizes, history=history, instead=instead, keep=keep)
    results = read(out / RESULTS)
    print_results(results)
    if write_docs:
        for path in write_pages(results, ROOT / "docs"):
            print(f"wrote {shown(path)}")


def _check_scripts() -> None:
    lacking = [name for name in SCRIPTS_NEED if importlib.util.find_spec(name) is None]
    if lacking:
        raise UserError(
            f"the scripts to compare with need {' and '.join(lacking)}; run `make bench`, which"
            " installs the development tools, or leave the scripts out by --no-instead."
        )


def _measure(out: Path, given: str, *, history: bool, instead: bool, keep: bool) -> None:
    path = out / RESULTS
    earlier = read(path).trials if path.exists() else {}
    results = Results(describe(), datetime.now(UTC).date().isoformat(), earlier)
    asked = [name.strip() for name in given.split(",") if name.strip()]
    unknown = set(asked) - set(SIZES)
    if unknown:
        raise UserError(f"{', '.join(unknown)} is no size; use {', '.join(SIZES)}.")
    sizes = [TINY_SIZE, *(size for size in SIZES.values() if size.name in asked)]
    smaller = None
    for size in sizes:
        directory = prepare(out / "data" / size.name, size, _say)
        _say(f"{size.name}: measuring")
        trial = TrialRun(directory, out / "work" / size.name, _say)
        trial.first_build()
        if size.name != TINY:
            if instead:
                trial.instead(smaller)
                smaller = trial.trial
            trial.scans()
        trial.after_a_gap()
        trial.rulebook_edit()
        trial.next_day()
        trial.year()
        _write(results, size.name, trial, out, keep=keep)
    if history and "middle" in asked:
        base = out / "data" / "middle"
        directory = prepare_history(out / "data" / HISTORY, base, _say)
        _say("middle with ten times the history: measuring")
        trial = TrialRun(directory, out / "work" / HISTORY, _say)
        trial.first_build()
        trial.next_day()
        _write(results, HISTORY, trial, out, keep=keep)


def _write(results: Results, name: str, trial: TrialRun, out: Path, *, keep: bool) -> None:
    results.trials[name] = replace(trial.trial)
    write(results, out / RESULTS)
    if not keep:
        shutil.rmtree(out / "work" / name)


def _say(line: str) -> None:
    print(line, flush=True)
