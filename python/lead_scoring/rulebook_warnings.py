"""What the end of a build prints about a rulebook that works but probably has mistakes."""

from __future__ import annotations

import textwrap

from .engines import Database, MissingTableError

_INDENT = " " * 11
# The kinds of the model rulebook_warnings, of one row and of several.
_KINDS = {
    "unseen_event_type": (
        "event type that the input has never contained",
        "event types never seen",
    ),
    "unseen_value": ("value that the input has never contained", "values never seen"),
    "overlapping_bands": ("band that overlaps another", "bands that overlap others"),
    "doubled_rule": (
        "rule with dates that asks the same as another",
        "rules with dates that ask the same as others",
    ),
    "negative_rule_adds": (
        "negative rule that adds points",
        "negative rules that add points",
    ),
    "points_above_limit": ("rule worth more than its limit", "rules worth more than their limits"),
    "shadowed_segment": ("segment that nobody can be in", "segments that nobody can be in"),
    "unknown_lead": (
        "manual override of a lead that the input lacks",
        "manual overrides of leads that the input lacks",
    ),
    "older_events": (
        "row whose points change as old events go",
        "rows whose points change as old events go",
    ),
}


def warning_lines(database: Database, width: int) -> list[str]:
    """One entry for each kind of warning, with its first row; no lines if there are no warnings."""
    try:
        rows = database.rows(
            "select warning, file_name, row_number, row_key, problem from marts.rulebook_warnings"
            " order by scorecard, warning, file_name, row_number, row_key, problem"
        )
    except MissingTableError:
        # The build left it out.
        return []
    found: dict[str, list[str]] = {}
    for warning, *cells in rows:
        found.setdefault(str(warning), []).append(_sentence(*cells))
    lines = []
    for warning, (one, several) in _KINDS.items():
        if sentences := found.get(warning):
            count = len(sentences)
            kind = f"1 {one}" if count == 1 else f"{count} {several}, such as"
            lines.append(f"{kind}: {sentences[0]}")
    if lines:
        lines.insert(0, "works, but probably has mistakes:")
        lines.append("how to fix them: select * from marts.rulebook_warnings")
    wrapped = [
        part
        for line in lines
        for part in textwrap.wrap(line, max(40, width - len(_INDENT)), subsequent_indent="  ")
    ]
    return [("" if place else "Rulebook").ljust(11) + part for place, part in enumerate(wrapped)]


def _sentence(file: object, row: object, key: object, problem: object) -> str:
    place = f"{file}" + (f", row {row}" if row is not None else "") + (f" ({key})" if key else "")
    # Cells come from outside: nothing in them may steer the terminal.
    return "".join(c if c.isprintable() else " " for c in f"{place}: {problem}.")
