"""The project's own dbt macros as Python functions that give SQL for DuckDB.

What the loader, the checks of the input and the removal of people ask of a text, and what staging
makes of it, is then one thing: the macro.
"""

from __future__ import annotations

import csv
import datetime
import itertools
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import jinja2

from .errors import UserError
from .project import ROOT, project_vars

NULL_WORDS = ROOT / "seeds" / "input" / "null_words.csv"
_FOLDERS = ("cross_db", "staging", "scoring", "rulebook", "checks", "sources")
_MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\(.*?endmacro\s*-?%\}", re.DOTALL)
_ENGINE = "duckdb"
_OWN = "own_"


class _ReturnedError(Exception):
    """What dbt's `return` does: a macro ends with a value that is no text."""

    def __init__(self, value: Any) -> None:
        super().__init__("returned")
        self.value = value


def call(name: str, *arguments: Any) -> Any:
    """What the macro of that name gives: SQL, or what it returns."""
    return _macros()[name](*arguments)


@cache
def _macros() -> dict[str, Callable[..., Any]]:
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])  # noqa: S701 - this is SQL
    macros = {
        name: _macro(environment, name, source)
        for folder in _FOLDERS
        for path in sorted((ROOT / "macros" / folder).glob("*.sql"))
        for name, source in _sources(path)
    }
    macros["null_word_rows"] = _null_word_rows
    environment.globals |= macros | {
        "adapter": SimpleNamespace(
            dispatch=lambda name, _package="": _dispatched(macros, name), quote=_quote
        ),
        "dbt": SimpleNamespace(
            type_string=lambda: "varchar",
            split_part=lambda text, sign, part: f"split_part({text}, {sign}, {part})",
            position=lambda part, text: f"position({part} in {text})",
            string_literal=lambda text: f"'{text}'",
            escape_single_quotes=lambda text: str(text).replace("'", "''"),
        ),
        "exceptions": SimpleNamespace(raise_compiler_error=_raise),
        "execute": True,
        "lead_scoring": SimpleNamespace(**macros),
        "modules": SimpleNamespace(datetime=datetime, itertools=itertools, re=re),
        "return": _return,
        "var": _var,
    }
    return macros


def _sources(path: Path) -> list[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    # By another name within its source, as in dbt: a macro that calls itself means the one below,
    # which takes what is returned.
    return [
        (found[1], found[0].replace(f"macro {found[1]}(", f"macro {_OWN}{found[1]}(", 1))
        for found in _MACRO.finditer(text)
    ]


def _macro(environment: jinja2.Environment, name: str, source: str) -> Callable[..., Any]:
    @cache
    def compiled() -> Callable[..., str]:
        return getattr(environment.from_string(source).module, _OWN + name)  # type: ignore[no-any-return]

    def run(*arguments: Any, **named: Any) -> Any:
        try:
            return str(compiled()(*arguments, **named))
        except _ReturnedError as returned:
            return returned.value

    return run


def _dispatched(macros: dict[str, Callable[..., Any]], name: str) -> Callable[..., Any]:
    return macros.get(f"{_ENGINE}__{name}") or macros[f"default__{name}"]


def _return(value: Any = None) -> NoReturn:
    raise _ReturnedError(value)


def _raise(message: str) -> NoReturn:
    raise UserError(message)


def _var(name: str, default: Any = None) -> Any:
    # The mapping of a directory is applied by whoever loads it, and is no var then.
    return default if name == "mapping" else project_vars().get(name, default)


def _quote(name: str) -> str:
    return f'"{name}"'


def _null_word_rows() -> list[tuple[str, str, list[str]]]:
    with NULL_WORDS.open(encoding="utf-8", newline="") as file:
        return [
            (row["word"], row["applies_to"], (row["except_columns"] or "").split("|"))
            for row in csv.DictReader(file)
            if row["word"]
        ]
