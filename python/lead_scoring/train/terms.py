"""Terms: conditions of the rulebook's own language that hold for a person on a day, or do not.

They are the only features that training knows, so that what is learned is what SQL evaluates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

ATTRIBUTE = "attribute"
EVENT = "event"


@dataclass(frozen=True)
class Term:
    """A condition on an attribute, or on how often and how lately something happened."""

    signal_type: str
    signal: str
    operator: str
    operand: str = ""
    min_hits: int = 1
    within_days: int | None = None

    @property
    def family(self) -> tuple[str, ...]:
        """What the terms that look at the same thing have in common."""
        if self.signal_type == ATTRIBUTE:
            return (ATTRIBUTE, self.signal)
        return (EVENT, self.signal, self.operator, self.operand)

    @property
    def name(self) -> str:
        """Words of the condition joined by underscores; not unique by itself."""
        parts = [self.signal, *([] if self.operator in {"any", "equals"} else [self.operator])]
        parts.append(self.operand)
        if self.signal_type == EVENT:
            parts.append(f"{self.min_hits}x" if self.min_hits > 1 else "")
            parts.append(f"{self.within_days}d" if self.within_days else "")
        words = "_".join(part for part in parts if part)
        return re.sub(r"[^a-z0-9.]+", "_", words.lower()).strip("_")[:80] or "term"

    @property
    def description(self) -> str:
        """What a sales rep says of a lead for whom the term holds."""
        if self.signal_type == ATTRIBUTE:
            return attribute_sentence(self.signal, self.operator, self.operand)
        return event_sentence(self)


def attribute_sentence(signal: str, operator: str, operand: str) -> str:
    """The words for a condition on an attribute."""
    name = _plain(signal)
    low, _, high = operand.partition("|")
    words = {
        "is_missing": "is not known",
        "is_present": "is known",
        "equals": f"is {operand}",
        "in": f"is {' or '.join(operand.split('|'))}",
        "gte": f"is {operand} or more",
        "lte": f"is {operand} or less",
        "between": f"is {low}" if low == high else f"is from {low} to {high}",
    }
    return f"{name} {words[operator]}"


def event_sentence(term: Term) -> str:
    """The words for a condition on events."""
    name = _plain(term.signal) + (f" of {term.operand}" if term.operand else "")
    often = f", {term.min_hits} times or more" if term.min_hits > 1 else ""
    if term.within_days == 1:
        return f"{name}{often} on the day itself"
    return f"{name}{often}" + (f" in the last {term.within_days} days" if term.within_days else "")


def unique_ids(names: Iterable[str]) -> list[str]:
    """The names, with a number where one comes again."""
    seen: set[str] = set()
    ids = []
    for name in names:
        candidate, number = name, 2
        while candidate in seen:
            candidate, number = f"{name}_{number}", number + 1
        seen.add(candidate)
        ids.append(candidate)
    return ids


def _plain(signal: str) -> str:
    words = re.sub(r"[_\s]+", " ", signal).strip()
    return words[:1].upper() + words[1:]
