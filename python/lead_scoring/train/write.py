"""Writes what was learned as a rulebook directory, which `make build RULEBOOK=dir` puts to use."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..errors import UserError
from ..project import ROOT, shown
from ..rulebook_directory import DEFAULT_DIRECTORY
from ..rulebook_file import FILES
from .frame import probability_row, term_ids
from .glm import Model
from .scorecard import Rule
from .terms import Term, unique_ids

# The report tells a directory that training has written, and may write again, from any other.
REPORT = "README.md"
FIRST_LINE = "A rulebook learned by make train"
# What training decides; all else is the rulebook in force.
LEARNED = ("scoring_rules", "rule_groups", "stages", "grades", "probability")

Row = dict[str, str]


def check_directory(directory: Path) -> None:
    """Refuse a directory that holds something other than what training wrote there before."""
    if not directory.exists():
        return
    if not directory.is_dir():
        raise UserError(f"OUT={shown(directory)} is a file; name a directory.")
    report = directory / REPORT
    if report.is_file() and report.read_text(encoding="utf-8").startswith(f"# {FIRST_LINE}"):
        return
    if any(directory.iterdir()):
        raise UserError(
            f"OUT={shown(directory)} holds files that training did not write; name a new directory."
        )


def write_rulebook(directory: Path, old: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """Write the learned files, and those of the rulebook in force for the others.

    What comes from the default rulebook anyway is not copied.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        path = directory / f"{name}.csv"
        path.unlink(missing_ok=True)
        if name in tables:
            _write_csv(path, FILES[name].columns, tables[name])
        elif old != ROOT / DEFAULT_DIRECTORY and (old / path.name).exists():
            shutil.copyfile(old / path.name, path)


def read_rows(path: Path) -> list[Row]:
    """The rows of a rulebook file, cells without white space at their ends."""
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return [
            {column.strip(): (cell or "").strip() for column, cell in row.items() if column}
            for row in csv.DictReader(lines)
        ]


def rule_rows(rules: Iterable[Rule]) -> list[Row]:
    """scoring_rules.csv: what tells most points first, of who people are and what they did."""
    order = {"fit": 0, "engagement": 1, "negative": 2}
    rules = sorted(rules, key=lambda r: (order[r.component], -abs(r.points), r.term.name))
    ids = unique_ids(rule.term.name for rule in rules)
    return [_rule_row(rule_id, rule) for rule_id, rule in zip(ids, rules, strict=True)]


def _rule_row(rule_id: str, rule: Rule) -> Row:
    term = rule.term
    is_event = term.signal_type == "event"
    return {
        "rule_id": rule_id,
        "component": rule.component,
        "rule_group": group_name(term.signal),
        "segment": "*",
        "signal_type": term.signal_type,
        "signal": term.signal,
        "operator": term.operator,
        "operand": term.operand,
        "points": str(rule.points),
        "min_hits": str(term.min_hits) if is_event else "",
        "within_days": str(term.within_days or "") if is_event else "",
        "decay": "none",
        "description": rule.description,
    }


def group_rows(rules: Iterable[Rule], kept: Iterable[Row]) -> list[Row]:
    """rule_groups.csv: a group for each signal, without limits, and groups still asked for."""
    signals = {group_name(rule.term.signal): rule.term.signal for rule in rules}
    rows = [
        {"rule_group": group, "description": f"What is known of: {signals[group]}"}
        for group in sorted(signals)
    ]
    return rows + [row for row in kept if row["rule_group"] not in signals]


def group_name(signal: str) -> str:
    """The name of the group of a signal's rules."""
    return re.sub(r"[^a-z0-9]+", "_", signal.lower()).strip("_") or "signal"


def probability_rows(terms: list[Term], model: Model) -> list[Row]:
    """probability.csv: the intercept, and the terms that count most first."""
    ids = term_ids(terms)
    chosen = sorted(
        zip(model.columns, model.coefficients, strict=True), key=lambda pair: -abs(pair[1])
    )
    intercept = {
        "term_id": "intercept",
        "signal_type": "intercept",
        "coefficient": f"{model.intercept:.4f}",
        "description": "The log-odds of somebody for whom no term holds",
    }
    return [intercept] + [
        probability_row(ids[column], terms[column], coefficient) for column, coefficient in chosen
    ]


def _write_csv(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
