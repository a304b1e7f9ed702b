"""The names that CRMs and tools give to the columns and outcomes of the contract."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def column_synonyms() -> dict[str, dict[str, list[str]]]:
    """By table and column of the contract the plain names that may hold it, the likeliest first."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in _rows("column_synonyms.csv"):
        found.setdefault(row["table"], {}).setdefault(row["column"], []).append(row["synonym"])
    return found


@cache
def outcome_synonyms() -> dict[str, str]:
    """The outcome that a plain word of a deal's stage stands for."""
    return {row["synonym"]: row["outcome"] for row in _rows("outcome_synonyms.csv")}


def known_names() -> set[str]:
    """All the names, by which the delimiter of a file is known."""
    return {
        name
        for columns in column_synonyms().values()
        for names in columns.values()
        for name in names
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
