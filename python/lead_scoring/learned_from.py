"""What a learned rulebook has seen, written next to its files: learned_from.json."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

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
