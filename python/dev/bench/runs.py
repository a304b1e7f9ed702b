"""Runs of the product as a user runs it, and where their time goes."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from lead_scoring.warehouse import PATH_VARIABLE

from .figures import Figure
from .measure import Measured, measure

RULEBOOK = ROOT / "seeds" / "rulebook"
EDITED_RULE, EDITED_POINTS = "pricing_view", "4"
# Which days are scored besides that of the build: none, or the week before, as of daily builds.
ONE_DAY, DAILY = "{history_months: 0, history_days: 0}", "{history_months: 0, history_days: 7}"
OWN_VARIABLES = {
    "INPUT",
    "AS_OF",
    "RULEBOOK",
    "CHALLENGER",
    "TARGET",
    "VARS",
    "FULL_REFRESH",
    "LEAD",
}
# Folders of the project as stages of the pipeline; other folders go by their own name.
STAGES = {"activity": "rules and decay", "points": "rules and decay"}


def build(
    work: Path,
    name: str,
    source: Path,
    as_of: str,
    *,
    rulebook: str = "",
    variables: str = ONE_DAY,
) -> Figure:
    """Build the warehouse of the work directory from the input, and measure it."""
    target = work / "targets" / slug(name)
    environment = {
        variable: value for variable, value in os.environ.items() if variable not in OWN_VARIABLES
    } | {
        "INPUT": str(source),
        "AS_OF": as_of,
        "RULEBOOK": rulebook,
        "VARS": variables,
        PATH_VARIABLE: str(warehouse(work)),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target / "logs"),
        # All runs of dbt that the build takes, in a form to be read.
        "DBT_LOG_LEVEL_FILE": "debug",
        "DBT_LOG_FORMAT_FILE": "json",
        "DBT_LOG_FILE_MAX_BYTES": "0",
        "PYTHONPATH": str(ROOT / "python"),
    }
    log = work / "logs" / f"{slug(name)}.log"
    measured = measure(
        [sys.executable, "-m", "lead_scoring", "build"], log=log, environment=environment
    )
    if measured.exit_code != 0:
        reason = measured.last_line
        if measured.exit_code < 0:
            reason = f"signal {-measured.exit_code}; 9 mostly means that memory ran out"
        raise UserError(f"the {name} failed ({reason}); its output is in {log}.")
    return Figure(
        seconds=measured.seconds,
        cpu_seconds=measured.cpu_seconds,
        peak_bytes=measured.peak_bytes,
        warehouse_bytes=warehouse(work).stat().st_size,
        load_seconds=_load_seconds(measured),
        stages=_stages(target, measured),
    )


def warehouse(work: Path) -> Path:
    """The warehouse file of a work directory."""
    return work / "warehouse" / "lead_scoring.duckdb"


def slug(name: str) -> str:
    """The name of a run as the name of a file."""
    return re.sub(r"\W+", "-", name)


def edited_rulebook(work: Path) -> Path:
    """A rulebook directory that differs from the default one by a single cell."""
    directory = work / "rulebook"
    directory.mkdir(exist_ok=True)
    with (RULEBOOK / "scoring_rules.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["rule_id"] == EDITED_RULE:
            row["points"] = EDITED_POINTS
    with (directory / "scoring_rules.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return directory


def _load_seconds(measured: Measured) -> float | None:
    """From the line of the step `input` to the line of the next step."""
    started: float | None = None
    for seconds, line in measured.lines:
        step = re.match(r"\[\d+/\d+\] (.*)", line)
        if step and started is not None:
            return seconds - started
        if step and step[1].startswith("input"):
            started = seconds
    return None


def _stages(target: Path, measured: Measured) -> dict[str, float]:
    """Wall time by stage; where two tables are made at once, each gets its part of that time."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    changes: list[tuple[datetime, int, str]] = []
    for node in _finished_nodes(target / "logs" / "dbt.log"):
        stage = _stage(manifest, node["unique_id"])
        changes.append((datetime.fromisoformat(node["node_started_at"]), 1, stage))
        changes.append((datetime.fromisoformat(node["node_finished_at"]), -1, stage))
    seconds: dict[str, float] = defaultdict(float)
    running: dict[str, int] = defaultdict(int)
    before: datetime | None = None
    for moment, change, stage in sorted(changes):
        busy = sum(running.values())
        if before is not None and busy:
            for name, count in running.items():
                seconds[name] += (moment - before).total_seconds() * count / busy
        running[stage] += change
        before = moment
    load = _load_seconds(measured) or 0.0
    seconds = {"load": load, **dict(sorted(seconds.items(), key=lambda item: -item[1]))}
    seconds["start, end and between"] = max(0.0, measured.seconds - sum(seconds.values()))
    return {name: round(value, 3) for name, value in seconds.items()}


def _finished_nodes(log: Path) -> Iterator[dict[str, str]]:
    """What dbt's log says of each table, test and seed that it came to the end of."""
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            if '"NodeFinished"' in line:
                yield json.loads(line)["data"]["node_info"]


def _stage(manifest: dict[str, Any], unique_id: str) -> str:
    kind = unique_id.split(".", 1)[0]
    if kind in {"test", "unit_test"}:
        return "tests"
    if kind != "model":
        return {"seed": "rulebook", "snapshot": "people"}.get(kind, kind)
    folders = manifest["nodes"][unique_id]["fqn"][1:-1]
    if "rulebook" in folders:
        return "rulebook"
    layer = folders[0] if folders else "other"
    if layer != "intermediate" or len(folders) == 1:
        return str(layer)
    return STAGES.get(folders[1], str(folders[1]))
