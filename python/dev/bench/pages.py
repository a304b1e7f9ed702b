"""Writes docs/benchmarks.md and its pictures from the results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import figures as names
from .figures import HISTORY, INSTEAD, PRODUCT_RUNS, TINY, Results, aims
from .pictures import Line, log_log
from .sizes import ACTIVE_DAYS, SIZES
from .terminal import HEADINGS, ROWS, aim_text, table_row

DRAWN = (names.FIRST, names.NEXT_DAY, names.FLOOR, *INSTEAD)

ESTIMATED_EVENTS = 1_000_000_000
# Written by hand: what is measured, and what the figures mean.
INTRODUCTION = Path(__file__).with_name("introduction.md")
FINDINGS = Path(__file__).with_name("findings.md")


def write_pages(results: Results, docs: Path) -> list[Path]:
    """Write the page and the pictures; where they lie."""
    images = docs / "images"
    images.mkdir(parents=True, exist_ok=True)
    sizes = [name for name in SIZES if name in results.trials]
    written = []
    for name, title, measure, unit, scale in (
        ("time", "Processor time", "cpu_seconds", "s", 1.0),
        ("memory", "Memory", "peak_bytes", "GB", 1e9),
    ):
        path = images / f"benchmark-{name}.svg"
        lines = [_line(results, run, sizes, measure, scale) for run in DRAWN]
        path.write_text(log_log(f"{title} by number of events", unit, lines))
        written.append(path)
    page = docs / "benchmarks.md"
    page.write_text(_page(results, sizes), encoding="utf-8")
    return [page, *written]


def _beyond(results: Results, sizes: list[str]) -> str:
    rows = []
    for run in (*PRODUCT_RUNS, names.FLOOR):
        seconds = results.expected(run, "cpu_seconds", sizes, ESTIMATED_EVENTS)
        file = results.expected(run, "warehouse_bytes", sizes, ESTIMATED_EVENTS)
        if seconds is not None:
            rows.append((run, f"{seconds / 60:.0f}", f"{file / 1e9:.0f}" if file else ""))
    return (
        "## A billion events\n\n"
        "**Estimates**, not measured: the largest size carried on by the growth between the two"
        f" largest sizes ({' and '.join(sizes[-2:])}), to {ESTIMATED_EVENTS:,} events and as many"
        " more leads, on the same machine. Memory does not go on like that: it is bounded by"
        " `LEAD_SCORING_MEMORY_LIMIT`, and what does not fit is put on disk."
        " [Growing](guides/growing.md) says what to do then.\n\n"
        + _table(("", "minutes of processor time", "file GB"), rows)
    )


def _line(results: Results, run: str, sizes: list[str], measure: str, scale: float) -> Line:
    points = []
    for size in sizes:
        figure = results.trials[size].figures.get(run)
        value = getattr(figure, measure) if figure else None
        if value:
            points.append((float(results.trials[size].events), value / scale))
    return Line(run, results.growth(run, sizes, measure), points)


def _page(results: Results, sizes: list[str]) -> str:
    parts = [
        INTRODUCTION.read_text(encoding="utf-8"),
        "## The machine\n",
        _table(
            ("", ""),
            [(name, value) for name, value in results.machine.items()]
            + [("measured on", results.measured_on)],
        ),
        "## Results\n",
        *(_size(results, size) for size in reversed(sizes)),
    ]
    if HISTORY in results.trials:
        parts += [_history(results)]
    parts += [
        "## Aims\n",
        *(_aims(results, size) for size in reversed(sizes)),
        _overhead(results),
        FINDINGS.read_text(encoding="utf-8"),
        "## Where the time goes\n",
        "Wall seconds of the product by stage, of all passes that a build takes. Where two tables"
        " are made at once, each gets its part of that time. *Start, end and between* is Python,"
        " dbt reading the project, dbt between two tables and moving the finished warehouse into"
        " place.\n",
        *(_stages(results, size) for size in reversed(sizes)),
        "## How it grows\n",
        "A straight line is a power of the number of events; the number behind a name is the"
        " exponent, fitted to the sizes beyond dbt's own time. 1 is linear: ten times the events,"
        " ten times the time.\n",
        "![Processor time by number of events](images/benchmark-time.svg)\n",
        "![Memory by number of events](images/benchmark-memory.svg)\n",
        *([_beyond(results, sizes)] if len(sizes) > 1 else []),
    ]
    return "\n".join(parts)


def _aims(results: Results, size: str) -> str:
    lines = [f"- {_sentence(aim_text(aim))}" for aim in aims(results, size)]
    return f"At the {size} size, on two cores, in processor time:\n\n" + "\n".join(lines) + "\n"


def _size(results: Results, size: str) -> str:
    trial = results.trials[size]
    rows = [
        table_row(results, size, name, trial.figures[name])
        for name in ROWS
        if name in trial.figures
    ]
    return (
        f"### {size.capitalize()}: {trial.leads:,} rows of leads, {trial.events:,} events\n\n"
        f"{trial.parquet_bytes / 1e9:.2f} GB of Parquet; {trial.next_day_events:,} events arrive on"
        " the next day.\n\n" + _table(HEADINGS, rows)
    )


def _history(results: Results) -> str:
    trial = results.trials[HISTORY]
    rows = [
        table_row(results, HISTORY, name, trial.figures[name])
        for name in (names.FIRST, names.NEXT_DAY, names.FLOOR)
        if name in trial.figures
    ]
    return (
        f"### Ten times the history: {trial.leads:,} rows of leads, {trial.events:,} events\n\n"
        f"The middle size again, with the events before the last {ACTIVE_DAYS} days repeated year"
        " by year further back: the same leads and the same active window."
        f" {trial.parquet_bytes / 1e9:.2f} GB of Parquet.\n\n" + _table(HEADINGS, rows)
    )


def _overhead(results: Results) -> str:
    if TINY not in results.trials:
        return ""
    tiny = results.trials[TINY]
    times = ", ".join(
        f"{run} {tiny.figures[run].cpu_seconds or 0:.1f} s"
        for run in PRODUCT_RUNS
        if run in tiny.figures
    )
    return (
        f"dbt's own time is the processor time of the same run on {tiny.leads:,} rows of leads and"
        f" {tiny.events:,} events, hardly more than nothing: {times}. It is paid once, whatever the"
        " size.\n"
    )


def _stages(results: Results, size: str) -> str:
    trial = results.trials[size]
    runs = [run for run in PRODUCT_RUNS if run in trial.figures]
    stages: list[str] = []
    for run in runs:
        stages += [stage for stage in trial.figures[run].stages if stage not in stages]
    rows = [
        (stage, *(f"{trial.figures[run].stages.get(stage, 0):.1f}" for run in runs))
        for stage in stages
    ]
    return f"### {size.capitalize()}\n\n" + _table(("stage", *runs), rows)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [
        "| " + " | ".join(headings) + " |",
        "|" + "|".join("---" if i == 0 else "--:" for i in range(len(headings))) + "|",
    ]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
