"""Everything that is measured on one input."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from lead_scoring.project import ROOT
from lead_scoring.sql import literal

from . import figures as names
from .agreement import points_agree, scores_agree
from .data import parquet_bytes
from .figures import Figure, Trial
from .measure import Measured, available_bytes, measure
from .runs import DAILY, ONE_DAY, RULEBOOK, build, edited_rulebook, slug, warehouse
from .sizes import AS_OF, NEXT_DAY

MODULES = {
    names.NAIVE: "dev.bench.instead.naive",
    names.PANDAS: "dev.bench.instead.with_pandas",
    names.POLARS: "dev.bench.instead.with_polars",
}
LONGEST_SECONDS = 1800
# A script may take this share of the memory that is free before it starts.
FREE_SHARE = 0.8
Report = Callable[[str], None]


class TrialRun:
    """Runs everything on one input, one after another."""

    def __init__(self, directory: Path, work: Path, report: Report) -> None:
        self.directory, self.work, self.report = directory, work, report
        self.trial = Trial(
            leads=_rows(directory / "leads"),
            events=_rows(directory / "events"),
            next_day_events=_rows(directory / "events_next_day"),
            parquet_bytes=parquet_bytes(directory),
        )
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        self.today = _linked(directory, work / "input")

    def first_build(self) -> None:
        """The product's first build, checked against the floor."""
        self._build(names.FIRST, AS_OF.isoformat(), names.FLOOR)

    def next_day(self) -> None:
        """The build of the next day, with the file that arrived in between, for who builds daily.

        What daily builds leave is made of the first build's warehouse: the week before is scored
        day by day. So the day that the new one is compared with is there.
        """
        if self._first_warehouse().exists():
            shutil.copyfile(self._first_warehouse(), warehouse(self.work))
        self._deliver(is_next_day=False)
        self._build(names.WEEK, AS_OF.isoformat(), names.FLOOR, variables=DAILY)
        self._deliver(is_next_day=True)
        self._build(names.NEXT_DAY, NEXT_DAY.isoformat(), names.FLOOR_NEXT_DAY, variables=DAILY)

    def after_a_gap(self) -> None:
        """The same build for who skipped a week: the day of a week ago has to be scored too."""
        shutil.copyfile(warehouse(self.work), self._first_warehouse())
        self._deliver(is_next_day=True)
        self._build(names.AFTER_GAP, NEXT_DAY.isoformat(), names.FLOOR_NEXT_DAY)

    def rulebook_edit(self) -> None:
        """Another build of the day after a gap, with one cell of the rulebook changed."""
        edited = edited_rulebook(self.work)
        self._build(names.EDITED, NEXT_DAY.isoformat(), names.FLOOR_EDITED, rulebook=edited)

    def year(self) -> None:
        """A first build that scores twelve month ends too."""
        self._first_warehouse().unlink(missing_ok=True)
        shutil.rmtree(warehouse(self.work).parent)
        self._build(
            names.YEAR,
            NEXT_DAY.isoformat(),
            names.FLOOR_NEXT_DAY,
            variables="{history_months: 12, history_days: 0}",
        )

    def scans(self) -> None:
        """The plain scans of the events."""
        measured, result = self._module("dev.bench.floor", "scan", names.SCAN, RULEBOOK)
        seconds = json.loads(measured.last_line)
        result.unlink(missing_ok=True)
        self.trial.figures[names.SCAN] = Figure(
            seconds=seconds["count and sum"], peak_bytes=measured.peak_bytes
        )
        self.trial.figures[names.DECAYED_SUM] = Figure(
            seconds=seconds["decayed sum"], peak_bytes=measured.peak_bytes
        )

    def instead(self, smaller: Trial | None) -> None:
        """What people do instead, on the input and the day of the first build, right after it."""
        for name, module in MODULES.items():
            needed = _needed_bytes(name, self.trial, smaller)
            free = available_bytes()
            before = smaller.figures[name] if smaller else Figure(seconds=0.0)
            if before.seconds is None:
                note = "not tried: the size below was too much already"
                self.trial.figures[name] = Figure(note=note)
            elif name != names.NAIVE and needed and free and needed > FREE_SHARE * free:
                note = f"not tried: would need about {needed / 1e9:.0f} GB of memory"
                self.trial.figures[name] = Figure(note=note)
            else:
                self._instead(name, module)

    def _instead(self, name: str, module: str) -> None:
        measured, result = self._module(module, "", name, RULEBOOK)
        figure = _figure(measured)
        if measured.has_timed_out:
            figure = Figure(note=f"stopped after {LONGEST_SECONDS / 60:.0f} minutes")
        elif measured.exit_code != 0:
            figure = Figure(note=f"failed: {measured.last_line}")
        else:
            figure = replace(figure, agreement=points_agree(warehouse(self.work), result, RULEBOOK))
        self.trial.figures[name] = figure
        self._say(name)

    def _build(
        self,
        name: str,
        as_of: str,
        floor: str,
        *,
        rulebook: Path | None = None,
        variables: str = ONE_DAY,
    ) -> None:
        built = build(
            self.work,
            name,
            self.today,
            as_of,
            rulebook=str(rulebook) if rulebook else "",
            variables=variables,
        )
        result = self._floor(floor, as_of, rulebook or RULEBOOK)
        agreement = scores_agree(warehouse(self.work), result)
        self.trial.figures[name] = replace(built, agreement=agreement)
        self._say(name)

    def _first_warehouse(self) -> Path:
        """Where the warehouse of the first build is put aside."""
        return self.work / "first.duckdb"

    def _deliver(self, *, is_next_day: bool) -> None:
        """Add the files of the next day to the input, or take them away."""
        for file in sorted((self.directory / "events_next_day").glob("*.parquet")):
            link = self.today / "events" / file.name
            link.unlink(missing_ok=True)
            if is_next_day:
                link.symlink_to(file.resolve())

    def _floor(self, name: str, as_of: str, rulebook: Path) -> Path:
        result = self.work / f"{slug(name)}.parquet"
        if name in self.trial.figures:
            return result
        rules = _composed(self.work / "floor-rulebook", rulebook)
        measured, result = self._module("dev.bench.floor", "score", name, rules, as_of)
        self.trial.figures[name] = replace(_figure(measured), stages=json.loads(measured.last_line))
        self._say(name)
        return result

    def _module(
        self, module: str, what: str, name: str, rulebook: Path, as_of: str = AS_OF.isoformat()
    ) -> tuple[Measured, Path]:
        result = self.work / f"{slug(name)}.parquet"
        paths = [str(self.today), as_of, str(rulebook), str(result)]
        measured = measure(
            [sys.executable, "-m", module, *([what] if what else []), *paths],
            log=self.work / "logs" / f"{slug(name)}.log",
            environment=_environment(),
            timeout=LONGEST_SECONDS,
        )
        return measured, result

    def _say(self, name: str) -> None:
        figure = self.trial.figures[name]
        took = f"{figure.seconds:.1f} s" if figure.seconds is not None else figure.note
        agreement = figure.agreement
        differs = f", {agreement.differing} people differ" if agreement else ""
        self.report(f"  {name}: {took}{differs}")


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT / "python")}


def _figure(measured: Measured) -> Figure:
    return Figure(
        seconds=measured.seconds,
        cpu_seconds=measured.cpu_seconds,
        peak_bytes=measured.peak_bytes,
    )


def _linked(directory: Path, into: Path) -> Path:
    """An input directory of links, to which the next day's file can be added."""
    for folder in ("leads", "outcomes", "events"):
        (into / folder).mkdir(parents=True)
        for file in sorted((directory / folder).glob("*.parquet")):
            (into / folder / file.name).symlink_to(file.resolve())
    return into


def _composed(into: Path, rulebook: Path) -> Path:
    """The rulebook with the files it leaves out, which the floor's SQL does not fill in."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    for directory in (RULEBOOK, rulebook):
        for file in directory.glob("*.csv"):
            shutil.copyfile(file, into / file.name)
    return into


def _needed_bytes(name: str, trial: Trial, smaller: Trial | None) -> float | None:
    """Memory of a script, as large as that at the smaller size makes it expect."""
    peak = smaller.figures[name].peak_bytes if smaller else None
    return peak * trial.events / smaller.events if peak and smaller else None


def _rows(folder: Path) -> int:
    with duckdb.connect() as connection:
        row = connection.execute(
            f"select count(*) from read_parquet({literal(str(folder / '*.parquet'))})"
        ).fetchone()
    return int(row[0]) if row else 0
