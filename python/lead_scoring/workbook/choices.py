"""What a cell of a rulebook may hold: the lists behind the drop-downs of a workbook."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..project import ROOT
from ..rulebook_file import FILES
from ..sql_macros import call
from .held import Held

Rows = Sequence[Mapping[str, str]]

_CHECKS = ROOT / "models" / "intermediate" / "rulebook" / "problems"
# A list of checks in a model, and the file that it is held against. A model that loops over files
# is of all of them.
_LISTED = re.compile(r"{%-? set (\w+) = \[(.*?)%}", re.DOTALL)
_HELD_AGAINST = re.compile(r"list_problems\('(\w+)', '\w+', .+?, (\w+)\)")
_ONE_OF = re.compile(r"not_one_of\('(\w+)',\s*(\[[^\]]*\]|\w+\(\)[\w |]*)")
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
# Where the names come from that other files use.
_SOURCES = {("segments", "segment"), ("stages", "stage"), ("rule_groups", "rule_group")}


@dataclass(frozen=True)
class Choices:
    """Lists of values for cells of a rulebook."""

    # By file and column: nothing else works there.
    closed: Mapping[tuple[str, str], list[str]]
    # By file and column: what there is so far; another value is as good.
    open: Mapping[tuple[str, str], list[str]]
    # By signal_type: what a signal may name.
    signals: Mapping[str, list[str]]
    # By attribute, and by setting: the values it has.
    values: Mapping[str, list[str]]


def closed_lists() -> dict[tuple[str, str], list[str]]:
    """The lists that the checks of a rulebook hold each file to, by file and column."""
    shared: dict[str, list[str]] = {}
    own: dict[tuple[str, str], list[str]] = {}
    for path in sorted(_CHECKS.glob("int_problems_in_*.sql")):
        text = path.read_text(encoding="utf-8")
        file_of = {checks: file for file, checks in _HELD_AGAINST.findall(text)}
        parts = [
            (file_of[name], checks) for name, checks in _LISTED.findall(text) if name in file_of
        ]
        for file, checks in parts or [("", text)]:
            lists = {column: _words(words) for column, words in _ONE_OF.findall(checks)}
            if "condition_checks(" in checks:
                lists["operator"] = call("known_operators")
            if "field_checks(" in checks:
                lists["field"] = ["asset", *call("event_fields")]
            if file in FILES:
                own |= {(file, column): words for column, words in lists.items()}
            else:
                shared |= lists
    checked = {file for file, _ in own}
    return own | {
        (file, column): shared[column]
        for file, definition in FILES.items()
        for column in definition.columns
        if file not in checked and column in shared
    }


def _words(source: str) -> list[str]:
    """The words of a list in a check: written there, or given by a macro."""
    if source.startswith("["):
        return [str(word) for word in ast.literal_eval(source)]
    return [str(word) for word in call(source.split("(", maxsplit=1)[0])]


def find_choices(rulebook: Mapping[str, Rows], held: Held | None) -> Choices:
    """The lists for a rulebook with these rows, on what the warehouse holds."""
    held = held or Held()
    settings = call("rulebook_settings")
    words = {name: setting["words"] for name, setting in settings.items() if "words" in setting}
    yes_or_no = {
        name: ["true", "false"]
        for name, setting in settings.items()
        if setting.get("read") == "boolean"
    }
    return Choices(
        closed_lists(),
        _names(rulebook, held),
        _signals(rulebook, held),
        {name: values for name, values in held.attributes.items() if values}
        | call("closed_attributes")
        | words
        | yes_or_no
        | {"mql_stage": _cells(rulebook, "stages", "stage")},
    )


def _names(rulebook: Mapping[str, Rows], held: Held) -> dict[tuple[str, str], list[str]]:
    """What the cells of one file may name of another."""
    segments = ["*", "default", *_cells(rulebook, "segments", "segment")]
    actions = [
        *_cells(rulebook, "stages", "follow_up_action"),
        *_cells(rulebook, "follow_up_actions", "action"),
    ]
    by_column = {
        "segment": segments,
        "stage": _cells(rulebook, "stages", "stage"),
        "rule_group": _cells(rulebook, "rule_groups", "rule_group"),
        "action": list(dict.fromkeys(actions)),
        "follow_up_action": list(dict.fromkeys(actions)),
        "event_type": _event_types(rulebook, held),
        "seniority": call("closed_attributes")["seniority"],
        "department": call("closed_attributes")["department"],
        "weekday_or_date": _WEEKDAYS,
    }
    return {
        (file, column): by_column[column]
        for file, definition in FILES.items()
        for column in definition.columns
        if by_column.get(column) and (file, column) not in _SOURCES
    }


def _signals(rulebook: Mapping[str, Rows], held: Held) -> dict[str, list[str]]:
    derived = {*call("known_attributes"), *held.attributes}
    derived |= {
        f"days_since_last_{group}" for group in _cells(rulebook, "rule_groups", "rule_group")
    }
    return {
        "attribute": sorted(derived | _asked(rulebook, "attribute")),
        "event": _event_types(rulebook, held),
        "condition": _cells(rulebook, "conditions", "condition_id"),
    }


def _event_types(rulebook: Mapping[str, Rows], held: Held) -> list[str]:
    return sorted({*held.event_types, *_asked(rulebook, "event")})


def _asked(rulebook: Mapping[str, Rows], signal_type: str) -> set[str]:
    """The signals of a type that the rulebook names."""
    return {
        row["signal"].strip().lower()
        for rows in rulebook.values()
        for row in rows
        if row.get("signal") and row.get("signal_type", "").strip().lower() == signal_type
    }


def _cells(rulebook: Mapping[str, Rows], file: str, column: str) -> list[str]:
    cells: Iterable[str] = (row.get(column, "").strip() for row in rulebook.get(file, ()))
    return list(dict.fromkeys(cell for cell in cells if cell))
