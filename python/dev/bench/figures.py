"""What was measured, as it lies in results.json, and what follows from it."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lead_scoring.errors import UserError

FIRST, WEEK, NEXT_DAY = "first build", "the week before, day by day", "next day"
AFTER_GAP, EDITED, YEAR = "next day after a gap", "rulebook edit", "12 months of history"
FLOOR, SCAN, DECAYED_SUM = "floor", "plain scan", "decayed sum"
FLOOR_NEXT_DAY, FLOOR_EDITED = f"{FLOOR}, {NEXT_DAY}", f"{FLOOR}, {EDITED}"
NAIVE, PANDAS, POLARS = "naive dbt model", "pandas script", "polars script"
PRODUCT_RUNS = (FIRST, NEXT_DAY, AFTER_GAP, EDITED, WEEK, YEAR)
INSTEAD = (NAIVE, POLARS, PANDAS)
TINY, HISTORY = "tiny", "history"
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Agreement:
    """How far two results lie apart: people compared, people who differ, the largest difference."""

    people: int
    differing: int
    largest_difference: float

    @property
    def is_full(self) -> bool:
        """All people agree."""
        return self.differing == 0


@dataclass(frozen=True)
class Figure:
    """One thing that was run on one input; `note` says why a number is missing."""

    seconds: float | None = None
    cpu_seconds: float | None = None
    peak_bytes: int | None = None
    warehouse_bytes: int | None = None
    load_seconds: float | None = None
    stages: dict[str, float] = field(default_factory=dict)
    agreement: Agreement | None = None
    note: str = ""


@dataclass
class Trial:
    """One input and all that was run on it."""

    leads: int
    events: int
    next_day_events: int
    parquet_bytes: int
    figures: dict[str, Figure] = field(default_factory=dict)

    def cpu_seconds(self, name: str) -> float | None:
        """Processor time of one run."""
        figure = self.figures.get(name)
        return figure.cpu_seconds if figure else None

    def floor_of(self, run: str) -> Figure:
        """The floor on the day and rulebook of the run, measured right after it."""
        own = {EDITED: FLOOR_EDITED} | dict.fromkeys((NEXT_DAY, AFTER_GAP, YEAR), FLOOR_NEXT_DAY)
        return self.figures.get(own.get(run, FLOOR)) or self.figures.get(FLOOR, Figure())


@dataclass
class Results:
    """All trials by the name of their size, and what they ran on."""

    machine: dict[str, str]
    measured_on: str
    trials: dict[str, Trial] = field(default_factory=dict)

    def overhead(self, run: str) -> float:
        """Processor time on nearly no data: dbt's own, paid once whatever the size."""
        tiny = self.trials.get(TINY)
        return (tiny.cpu_seconds(run) if tiny else None) or 0.0

    def beyond_overhead(self, size: str, run: str) -> float | None:
        """Processor time of a run beyond dbt's own."""
        seconds = self.trials[size].cpu_seconds(run)
        return None if seconds is None else max(0.0, seconds - self.overhead(run))

    def value(self, size: str, run: str, measure: str) -> float | None:
        """One number of one run; `cpu_seconds` are those beyond dbt's own time."""
        if measure == "cpu_seconds":
            return self.beyond_overhead(size, run)
        figure = self.trials[size].figures.get(run)
        return getattr(figure, measure) if figure else None

    def growth(self, run: str, sizes: list[str], measure: str = "cpu_seconds") -> float | None:
        """The exponent b of a * events^b, fitted to the sizes; 1 is linear."""
        points = [
            (math.log(self.trials[size].events), math.log(value))
            for size in sizes
            if (value := self.value(size, run, measure))
        ]
        if len(points) < 2:
            return None
        middle_x = sum(x for x, _ in points) / len(points)
        middle_y = sum(y for _, y in points) / len(points)
        spread = sum((x - middle_x) ** 2 for x, _ in points)
        return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread

    def expected(self, run: str, measure: str, sizes: list[str], events: float) -> float | None:
        """An estimate for more events, by the growth between the two largest sizes."""
        growth = self.growth(run, sizes[-2:], measure)
        largest = self.value(sizes[-1], run, measure)
        if growth is None or largest is None:
            return None
        grown = largest * (events / self.trials[sizes[-1]].events) ** growth
        return float(grown + (self.overhead(run) if measure == "cpu_seconds" else 0.0))


@dataclass(frozen=True)
class Aim:
    """One promise: what is measured, the value, the most it may be."""

    text: str
    value: float | None
    most: float
    unit: str

    @property
    def is_met(self) -> bool | None:
        """None where it was not measured."""
        return None if self.value is None else self.value <= self.most


MOST_FIRST = {"small": 4.0}  # of the time of the floor; 2.5 for the larger sizes
MOST_NEXT_DAY = {"large": 0.6}  # 0.8 for the smaller sizes


def aims(results: Results, size: str) -> list[Aim]:
    """The promises for one size, in processor time."""
    trial = results.trials[size]
    peaks = [trial.figures[run].peak_bytes for run in PRODUCT_RUNS if run in trial.figures]
    peak = max((value for value in peaks if value), default=None)
    history, middle = results.trials.get(HISTORY), results.trials.get("middle")
    growth = None
    if history and middle:
        growth = _ratio(history.cpu_seconds(NEXT_DAY), middle.cpu_seconds(NEXT_DAY))

    def to_floor(run: str, floors: int = 1) -> float | None:
        floor = trial.floor_of(run).cpu_seconds
        return _ratio(results.beyond_overhead(size, run), floor and floors * floor)

    own = "beyond dbt's own time"
    return [
        Aim(f"first build, {own}, to floor", to_floor(FIRST), MOST_FIRST.get(size, 2.5), "x"),
        Aim(f"next day, {own}, to floor", to_floor(NEXT_DAY), MOST_NEXT_DAY.get(size, 0.8), "x"),
        Aim(
            "next day, all of it, to the naive dbt model",
            _ratio(trial.cpu_seconds(NEXT_DAY), trial.cpu_seconds(NAIVE)),
            1.0,
            "x",
        ),
        Aim("next day with ten times the history, to that without", growth, 1.3, "x"),
        Aim(f"rulebook edit, {own}, to floor", to_floor(EDITED), 1.5, "x"),
        Aim(f"12 months of history, {own}, to 12 floors", to_floor(YEAR, 12), 0.7, "x"),
        Aim("peak memory", peak / 1e9 if peak else None, 8.0, "GB"),
        Aim(
            "warehouse file after the first build, to the Parquet files",
            _ratio(trial.figures.get(FIRST, Figure()).warehouse_bytes, trial.parquet_bytes),
            0.8,
            "x",
        ),
    ]


def write(results: Results, path: Path) -> None:
    """Keep the results as JSON."""
    path.write_text(json.dumps(dataclasses.asdict(results), indent=2) + "\n", encoding="utf-8")


def read(path: Path) -> Results:
    """The results that an earlier run has kept."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"{path} is not there; run the benchmark first.") from None
    results = Results(machine=kept["machine"], measured_on=kept["measured_on"])
    for name, trial in kept["trials"].items():
        figures = {run: _figure(figure) for run, figure in trial.pop("figures").items()}
        results.trials[name] = Trial(**trial, figures=figures)
    return results


def _figure(kept: dict[str, Any]) -> Figure:
    agreement = kept.pop("agreement")
    return Figure(**kept, agreement=Agreement(**agreement) if agreement else None)


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None
