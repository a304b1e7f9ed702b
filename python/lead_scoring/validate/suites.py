"""The suites as their files tell them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import UserError
from ..project import shown

STAGES = ("raw", "marts")
SEVERITIES = ("critical", "warning", "info")

_SUITE_KEYS = ("table", "grain", "when_empty", "expectations")
_OWN_KEYS = ("type", "description", "severity", "reason", "needs")


@dataclass(frozen=True)
class Expectation:
    """One expectation: what it is called here, and its arguments for Great Expectations."""

    place: str
    type: str
    description: str
    severity: str
    reason: str
    needs: tuple[str, ...]
    kwargs: dict[str, Any]

    @property
    def columns(self) -> list[str]:
        """The columns it is about."""
        one_by_one = [
            self.kwargs[key] for key in ("column", "column_A", "column_B") if key in self.kwargs
        ]
        return [*one_by_one, *self.kwargs.get("column_list", ())]


@dataclass(frozen=True)
class Suite:
    """The expectations of one query's rows."""

    stage: str
    name: str
    path: Path
    table: str
    grain: str
    skip_when_empty: bool
    query: str
    expectations: tuple[Expectation, ...]


def read_suites(directory: Path, stages: tuple[str, ...]) -> list[Suite]:
    """The suites of the stages, in the order of stages and names."""
    if not directory.is_dir():
        raise UserError(f"there is no directory {shown(directory)} with suites; name another one.")
    files = [
        (stage, path) for stage in stages for path in sorted((directory / stage).glob("*.yml"))
    ]
    if not files:
        raise UserError(
            f"{shown(directory)} holds no suite for {' and '.join(stages)}; put one there, such as"
            f" {shown(directory / stages[0] / 'leads.yml')}."
        )
    return [_read_suite(stage, path) for stage, path in files]


def _read_suite(stage: str, path: Path) -> Suite:
    content = _read_yaml(path)
    place = shown(path)
    _check_keys(place, content, _SUITE_KEYS, required=("table", "grain", "expectations"))
    when_empty = content.get("when_empty", "fail")
    if when_empty not in ("fail", "skip"):
        raise UserError(f"{place}: when_empty is {when_empty!r}; write fail or skip.")
    if not isinstance(content["expectations"], list) or not content["expectations"]:
        raise UserError(f"{place}: expectations is no list; write each as an item with a type.")
    query = path.with_suffix(".sql")
    if not query.is_file():
        raise UserError(f"{place} has no query; write one that gives its rows to {shown(query)}.")
    return Suite(
        stage=stage,
        name=path.stem,
        path=path,
        table=str(content["table"]),
        grain=str(content["grain"]),
        skip_when_empty=when_empty == "skip",
        query=query.read_text(encoding="utf-8"),
        expectations=tuple(_read_expectations(place, content["expectations"])),
    )


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise UserError(f"{shown(path)} is no YAML ({' '.join(str(problem).split())}).") from None
    if not isinstance(content, dict):
        raise UserError(f"{shown(path)} is no suite; write the keys {', '.join(_SUITE_KEYS)}.")
    return content


def _read_expectations(place: str, items: list[Any]) -> Iterator[Expectation]:
    for number, item in enumerate(items, start=1):
        where = f"{place}, expectation {number}"
        if not isinstance(item, dict):
            raise UserError(
                f"{where} is no list of keys; give it a type, a description and a reason."
            )
        where += f" ({item.get('description') or item.get('type') or 'without a type'})"
        _check_keys(where, item, None, required=("type", "description", "reason"))
        severity = item.get("severity", "critical")
        if severity not in SEVERITIES:
            raise UserError(f"{where}: severity is {severity!r}; write {' or '.join(SEVERITIES)}.")
        yield Expectation(
            place=where,
            type=str(item["type"]),
            description=str(item["description"]),
            severity=severity,
            reason=str(item["reason"]),
            needs=tuple(item.get("needs", ())),
            kwargs={
                key: _argument(key, value) for key, value in item.items() if key not in _OWN_KEYS
            },
        )


def _argument(key: str, value: Any) -> Any:
    """The argument as Great Expectations can compare it: bounds that are days become moments."""
    if key not in ("min_value", "max_value") or isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    if isinstance(value, str):
        try:
            return datetime.datetime.fromisoformat(value).replace(tzinfo=None)
        except ValueError:
            return value
    return value


def _check_keys(
    where: str, content: dict[Any, Any], known: tuple[str, ...] | None, required: tuple[str, ...]
) -> None:
    unknown = [str(key) for key in content if known and key not in known]
    if unknown:
        raise UserError(
            f"{where}: unknown key {unknown[0]!r}; the keys are {', '.join(known or ())}."
        )
    missing = [key for key in required if not content.get(key)]
    if missing:
        raise UserError(f"{where} has no {missing[0]}; add the key.")
