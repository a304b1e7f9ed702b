"""What a learned rulebook has seen, written next to its files: learned_from.json."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .project import ROOT
from .rulebook_directory import DEFAULT_DIRECTORY
from .scorecards import of_scorecard

if TYPE_CHECKING:
    import duckdb

NAME = "learned_from.json"


def note(directory: Path, known_until: date, days: tuple[date, ...], horizon_days: int) -> None:
    """Write that the rulebook was learned from these days and what came of them until then."""
    seen = {
        "known_until": known_until.isoformat(),
        "first_day": days[0].isoformat(),
        "last_day": days[-1].isoformat(),
        "horizon_days": horizon_days,
    }
    (directory / NAME).write_text(json.dumps(seen, indent=2) + "\n", encoding="utf-8")


def known_until(text: str) -> date | None:
    """The day until which a learned rulebook knew outcomes; None where the note is not readable."""
    try:
        return date.fromisoformat(json.loads(text)["known_until"])
    except (ValueError, KeyError, TypeError):
        return None


def learned_until(connection: duckdb.DuckDBPyConnection, scorecard: str) -> date | None:
    """The same of a scorecard of the warehouse, as far as its directory is where it was built from.

    None where it was made by hand.
    """
    names = connection.execute(
        f"select distinct file_name from rulebook.stg_scoring_rules where {of_scorecard(scorecard)}"
    ).fetchall()
    for (name,) in names:
        # The default rulebook, which dbt reads by itself, names no file.
        directory = (ROOT / name).parent if name else ROOT / DEFAULT_DIRECTORY
        note = directory / NAME
        if note.is_file():
            return known_until(note.read_text(encoding="utf-8", errors="replace"))
    return None
