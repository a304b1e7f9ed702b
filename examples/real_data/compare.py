"""Compares what the project learns from real data with plain models, and with Odoo's lead scoring.

python examples/real_data/compare.py DIRECTORY [x_education | bpi_challenge_2012] [--keep DIRECTORY]

DIRECTORY holds the published files (docs/real-data.md). All models learn from what was known before
a day, and are judged on the same leads that were open later. The project is run by its own
commands; logistic regression and LightGBM are scikit-learn's and LightGBM's.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import measures
import numpy as np
from features import OpenLeads, open_leads
from models import lightgbm, logistic_regression
from tasks import TASKS, Task

PROJECT = Path(__file__).resolve().parents[2]
LOGISTIC_REGRESSION = "logistic regression"
SCORECARD, PROBABILITY = "make train: scorecard", "make train: conversion_probability"
HEAD = (
    f"{'':<36}{'AUC':>6}  {'95 %':<16}{'less logistic regression':<28}"
    f"{'Brier':>6}{'slope':>7}{'off by':>8}"
)


@dataclass(frozen=True)
class Row:
    """How one model did; without a chance where it gives points only."""

    model: str
    ranking: measures.Ranking
    chance: Any | None

    def text(self, reference: measures.Ranking, labels: Any) -> str:
        """A line of the table."""
        low, high = self.ranking.interval
        gain = ""
        if self.ranking is not reference:
            more, least, most = self.ranking.less(reference)
            gain = f"{more:+.3f} ({least:+.3f} to {most:+.3f})"
        line = f"{self.model:<36}{self.ranking.auc:>6.3f}  {low:.3f} to {high:.3f}  {gain:<28}"
        if self.chance is None:
            return line.rstrip()
        slope, distance = measures.calibration(self.chance, labels)
        return f"{line}{measures.brier(self.chance, labels):>6.3f}{slope:>7.2f}{distance:>7.1%}"


def main() -> None:
    """Compare on the tasks that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("directory", type=Path, help="where the published files are")
    parser.add_argument("tasks", nargs="*", help=f"of {', '.join(TASKS)}; all where none is named")
    parser.add_argument("--keep", type=Path, help="a directory for inputs, rulebooks, warehouses")
    options = parser.parse_args()
    for name in options.tasks or TASKS:
        if name not in TASKS:
            sys.exit(f"Error: there is no task {name}; name one of {', '.join(TASKS)}.")
        task = TASKS[name]
        published = task.published(options.directory)
        if len(published) < len(task.files):
            print(f"{task.title}: left out, as its files are not in {options.directory}.\n")
            continue
        with tempfile.TemporaryDirectory() as temporary:
            work = (options.keep or Path(temporary)).absolute() / name
            work.mkdir(parents=True, exist_ok=True)
            task.prepare(published, work)
            compare(task, work)


def compare(task: Task, work: Path) -> list[Row]:
    """Learn by every model, and print how each did on the test days."""
    leads = open_leads(task, work / "all")
    learned, judged = leads.on(task.learning_days), leads.on(task.test_days)
    run_project(task, work)
    chances = {
        LOGISTIC_REGRESSION: logistic_regression(learned, judged),
        "LightGBM": lightgbm(learned, judged),
        "Odoo's predictive lead scoring": odoo(task, work, judged),
    }
    hand_made, _ = scores(work / "hand_made.duckdb", judged)
    points, chance = scores(work / "learned.duckdb", judged)
    rows = [row_of(name, value, judged) for name, value in chances.items() if value is not None]
    rows += [
        row_of("the example's rulebook, by hand", hand_made, judged, is_chance=False),
        row_of(SCORECARD, points, judged, is_chance=False),
        row_of(PROBABILITY, chance, judged),
    ]
    print(f"\n{task.title}")
    for words, part in (("learned from", learned), ("judged on", judged)):
        people = len(set(part.lead_ids))
        print(
            f"  {words} {people:,} leads, {len(part.labels):,} rows, {part.labels.mean():.1%} won"
        )
    print(f"\n{HEAD}")
    for row in rows:
        print(row.text(rows[0].ranking, judged.labels))
    if chances["LightGBM"] is None:
        print("LightGBM is left out, as it is not installed: pip install lightgbm")
    return rows


def row_of(model: str, values: Any, judged: OpenLeads, *, is_chance: bool = True) -> Row:
    """What there is to say of one model's scores or probabilities."""
    ranking = measures.ranking(values, judged.labels, judged.lead_ids)
    return Row(model, ranking, values if is_chance else None)


def run_project(task: Task, work: Path) -> None:
    """Train on what was known before the cut; score the test days by that, and by the hand-made."""
    days = {
        "history_on": [str(day) for day in task.test_days],
        "history_months": 0,
        "history_days": 0,
    }
    by_hand, learned = str(with_horizon(task, work)), str(work / "rulebook")
    run(
        work,
        "train",
        INPUT=str(work / "cut"),
        AS_OF=str(task.learned_until),
        RULEBOOK=by_hand,
        OUT=learned,
    )
    for name, rulebook in (("hand_made", by_hand), ("learned", learned)):
        run(
            work,
            "build",
            INPUT=str(work / "all"),
            AS_OF=str(task.as_of),
            RULEBOOK=rulebook,
            VARS=json.dumps(days),
            LEAD_SCORING_DUCKDB_PATH=str(work / f"{name}.duckdb"),
        )


def with_horizon(task: Task, work: Path) -> Path:
    """The rulebook made by hand, with the horizon of the task in its settings."""
    directory = work / "by_hand"
    shutil.copytree(task.rulebook, directory, dirs_exist_ok=True)
    settings = f"setting,value\nconversion_horizon_days,{task.horizon_days}\n"
    (directory / "settings.csv").write_text(settings, encoding="utf-8")
    return directory


def run(work: Path, *arguments: str, module: str = "lead_scoring", **variables: str) -> None:
    """Run one command of the project; what it says goes to a file, and is shown if it fails."""
    log = work / f"{arguments[0]}.log"
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        sys.exit(f"Error: {arguments[0]} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def scores(warehouse: Path, judged: OpenLeads) -> tuple[Any, Any]:
    """Score and conversion_probability that the warehouse keeps for the rows."""
    return read(
        warehouse,
        "select lead_id, scored_on, score, conversion_probability from marts.lead_score_history"
        " where scorecard = 'default'",
        judged,
    )


def odoo(task: Task, work: Path, judged: OpenLeads) -> Any:
    """What the analysis odoo_predictive_lead_scoring says of the rows."""
    warehouse, target = work / "hand_made.duckdb", work / "target"
    variables = {
        "odoo_fields": task.odoo_fields,
        "odoo_stages": task.odoo_stages,
    }
    run(
        work,
        "compile",
        "--quiet",
        "--select",
        "path:analyses/odoo_predictive_lead_scoring.sql",
        "--vars",
        json.dumps(variables),
        module="dbt.cli.main",
        DBT_TARGET_PATH=str(target),
        LEAD_SCORING_DUCKDB_PATH=str(warehouse),
    )
    compiled = target / "compiled/lead_scoring/analyses/odoo_predictive_lead_scoring.sql"
    query = compiled.read_text(encoding="utf-8")
    columns = "lead_id, scored_on, odoo_probability, has_converted"
    chance, label = read(warehouse, f"select {columns} from ({query})", judged)
    if not np.array_equal(label, judged.labels):
        sys.exit("Error: the warehouse does not know the same outcomes as the input.")
    return chance


def read(warehouse: Path, query: str, judged: OpenLeads) -> tuple[Any, Any]:
    """Two columns of a query on lead_id and scored_on, for the rows, which must all be there."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = {(lead, day): rest for lead, day, *rest in connection.execute(query).fetchall()}
    keys = list(zip(judged.lead_ids, judged.days.astype(object), strict=True))
    missing = [key for key in keys if key not in found]
    if missing:
        sys.exit(f"Error: {warehouse.name} knows nothing of {len(missing)} rows, as {missing[0]}.")
    first, second = zip(*(found[key] for key in keys), strict=True)
    return np.array(first, dtype=float), np.array(second, dtype=float)


if __name__ == "__main__":
    main()
