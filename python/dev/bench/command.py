"""The command `python -m dev bench`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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


def add_parser(commands: Any) -> None:
    """Add the command `bench`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "bench",
        help="measure the product beside hand-written SQL and what people do instead",
        description=(
            "Makes the input, runs everything and prints one table. The large size is a matter of"
            " hours on two cores, and of tens of GB of disk."
        ),
    )
    parser.add_argument(
        "--sizes",
        default=os.environ.get("SIZES") or ",".join(SIZES),
        help=f"comma-separated: {', '.join(SIZES)} (SIZES; all)",
    )
    parser.add_argument(
        "--history",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="also the middle size with ten times the events before the active window",
    )
    parser.add_argument(
        "--instead",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="also what people do instead: a naive dbt model, pandas and polars",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(os.environ.get("OUT") or Path(tempfile.gettempdir(), "lead-scoring-bench")),
        help="directory for the input, the warehouses and results.json (OUT)",
    )
    parser.add_argument("--keep", action="store_true", help="keep the warehouses")
    parser.add_argument(
        "--only-report",
        action="store_true",
        help="measure nothing: print (and write) what results.json holds",
    )
    parser.add_argument(
        "--write-docs", action="store_true", help="write docs/benchmarks.md and its pictures"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure size by size; results.json is written after each, and keeps sizes not asked for."""
    out: Path = options.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    if not options.only_report:
        _check_scripts(options)
        print("dbt packages:", install_packages(), flush=True)
        _measure(out, options)
    results = read(out / RESULTS)
    print_results(results)
    if options.write_docs:
        for path in write_pages(results, ROOT / "docs"):
            print(f"wrote {shown(path)}")
    return 0


def _check_scripts(options: argparse.Namespace) -> None:
    lacking = [name for name in SCRIPTS_NEED if importlib.util.find_spec(name) is None]
    if options.instead and lacking:
        raise UserError(
            f"the scripts to compare with need {' and '.join(lacking)}; run `make bench`, which"
            " installs the development tools, or leave the scripts out by --no-instead."
        )


def _measure(out: Path, options: argparse.Namespace) -> None:
    path = out / RESULTS
    earlier = read(path).trials if path.exists() else {}
    results = Results(describe(), datetime.now(UTC).date().isoformat(), earlier)
    asked = [name.strip() for name in options.sizes.split(",") if name.strip()]
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
            if options.instead:
                trial.instead(smaller)
                smaller = trial.trial
            trial.scans()
        trial.after_a_gap()
        trial.rulebook_edit()
        trial.next_day()
        trial.year()
        _keep(results, size.name, trial, out, options)
    if options.history and "middle" in asked:
        base = out / "data" / "middle"
        directory = prepare_history(out / "data" / HISTORY, base, _say)
        _say("middle with ten times the history: measuring")
        trial = TrialRun(directory, out / "work" / HISTORY, _say)
        trial.first_build()
        trial.next_day()
        _keep(results, HISTORY, trial, out, options)


def _keep(
    results: Results, name: str, trial: TrialRun, out: Path, options: argparse.Namespace
) -> None:
    results.trials[name] = replace(trial.trial)
    write(results, out / RESULTS)
    if not options.keep:
        shutil.rmtree(out / "work" / name)


def _say(line: str) -> None:
    print(line, flush=True)
