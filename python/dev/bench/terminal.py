"""The results as one table in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from .figures import (
    DECAYED_SUM,
    FLOOR,
    HISTORY,
    INSTEAD,
    PRODUCT_RUNS,
    SCAN,
    TINY,
    Aim,
    Figure,
    Results,
    aims,
)

HEADINGS = (
    "",
    "wall s",
    "cpu s",
    "x floor",
    "x floor, cpu",
    "peak GB",
    "file GB",
    "same result",
)
ROWS = (*PRODUCT_RUNS, FLOOR, SCAN, DECAYED_SUM, *INSTEAD)


def print_results(results: Results) -> None:
    """Print a table for each size, the stages of the product and the aims."""
    described = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    print(f"\n{results.measured_on}: {described}")
    for size, trial in results.trials.items():
        print(
            f"\n{size}: {trial.leads:,} rows of leads, {trial.events:,} events,"
            f" {trial.parquet_bytes / 1e9:.2f} GB of Parquet"
        )
        rows = [
            table_row(results, size, name, trial.figures[name])
            for name in ROWS
            if name in trial.figures
        ]
        for line in aligned([HEADINGS, *rows]):
            print("  " + line)
        if size in {TINY, HISTORY}:
            continue
        print("  aims")
        for aim in aims(results, size):
            print(f"    {aim_text(aim)}")


def table_row(results: Results, size: str, name: str, figure: Figure) -> tuple[str, ...]:
    """One row: what was run, its numbers, and whether it came to the same points."""
    if figure.seconds is None:
        return (name, figure.note, *[""] * (len(HEADINGS) - 2))
    floor = results.trials[size].floor_of(name)
    agreement = figure.agreement
    same = "" if agreement is None else "yes"
    if agreement is not None and not agreement.is_full:
        same = f"{agreement.differing:,} of {agreement.people:,} differ"
    return (
        name,
        f"{figure.seconds:.1f}",
        f"{figure.cpu_seconds:.1f}" if figure.cpu_seconds is not None else "",
        _times(figure.seconds, floor.seconds),
        _times(figure.cpu_seconds, floor.cpu_seconds),
        f"{figure.peak_bytes / 1e9:.2f}" if figure.peak_bytes else "",
        f"{figure.warehouse_bytes / 1e9:.2f}" if figure.warehouse_bytes else "",
        same,
    )


def _times(value: float | None, floor: float | None) -> str:
    return f"{value / floor:.2f}" if value and floor else ""


def aim_text(aim: Aim) -> str:
    """An aim as a sentence: met, missed or not measured."""
    if aim.value is None:
        return f"{aim.text}: not measured (aim: at most {aim.most:g} {aim.unit})"
    verdict = "met" if aim.is_met else "missed"
    return f"{aim.text}: {aim.value:.2f} {aim.unit}, {verdict} (aim: at most {aim.most:g})"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first column to the left, numbers to the right."""
    widths = [
        max(len(row[i]) for row in rows if not (i == 1 and row[2:3] == [""]))
        for i in range(len(rows[0]))
    ]
    lines = []
    for row in rows:
        if len(row) > 2 and not any(row[2:]):
            lines.append(f"{row[0]:<{widths[0]}}  {row[1]}")
            continue
        cells = [f"{row[0]:<{widths[0]}}"]
        cells += [f"{cell:>{width}}" for cell, width in zip(row[1:-1], widths[1:-1], strict=True)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return lines
