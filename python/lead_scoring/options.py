"""The options of the commands, each of which an environment variable can give, as make does.

An empty variable counts as not given: make exports all of its variables.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .errors import UserError

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_OFF = ("", "0", "false", "no")


class _Flag(click.types.BoolParamType):
    """A flag; tells by the text of its variable whether it is set."""

    def __init__(self, is_set: Callable[[str], bool]) -> None:
        self._is_set = is_set

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bool:
        """True or false of what was given."""
        return value if isinstance(value, bool) else self._is_set(value)


def variable(name: str, meaning: str, **settings: Any) -> Decorator:
    """An option that is also the environment variable of its name: --as-of is AS_OF."""
    own: dict[str, Any] = {
        "envvar": name.replace("-", "_").upper(),
        "default": "",
        "show_envvar": True,
    }
    return click.option(f"--{name}", help=meaning, **(own | settings))


def switch(name: str, meaning: str) -> Decorator:
    """An option without a value, whose variable is set by any word but 0, false and no."""
    flag = _Flag(lambda word: word.lower() not in _OFF)
    return variable(name, meaning, is_flag=True, default=False, type=flag)


def without(what: str, meaning: str) -> Decorator:
    """An option that leaves something out, as does the variable of its name that is 0."""
    name = what.upper()
    flag = {"is_flag": True, "default": False, "type": _Flag(lambda word: word == "0")}
    return variable(
        f"without-{what}", f"{meaning} ({name}=0)", envvar=name, show_envvar=False, **flag
    )


def place(name: str, meaning: str, default: Callable[[], Path]) -> Decorator:
    """An option that is a path."""
    return variable(name, meaning, default=default, type=Path)


def day(name: str, meaning: str) -> Decorator:
    """An option that is a day, or empty."""
    return variable(name, meaning, metavar="YYYY-MM-DD", callback=_checked)


def checked_day(name: str, text: str) -> str:
    """The day as it is given; an error where it is none."""
    if text and not is_day(text):
        raise UserError(f"{name}={text} is no day; write it as 2026-06-30.")
    return text


def is_day(text: str) -> bool:
    """Whether the text is a day as YYYY-MM-DD."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _checked(_: click.Context, option: click.Parameter, text: str) -> str:
    return checked_day(str(option.envvar), text)


def lead(meaning: str = "a lead_id of the person") -> Decorator:
    """The lead that a command is about."""
    return variable("lead", meaning)


def input_files(
    meaning: str = "a directory with leads, events, outcomes and identities as .csv or .parquet",
) -> Decorator:
    """The directory of the input."""
    return variable("input", meaning)


def rulebook(
    meaning: str = "a directory of rulebook files in place of seeds/rulebook",
) -> Decorator:
    """The rulebook to use in place of the default one."""
    return variable("rulebook", meaning)


def sources(*, hidden: bool = False) -> Decorator:
    """The systems whose tables are the input; hidden where a command can only refuse them."""
    return variable(
        "sources",
        "systems whose tables a loader has left in the warehouse, in place of --input:"
        " hubspot,segment:prod_web",
        hidden=hidden,
    )


def variables(example: str) -> Decorator:
    """Vars of dbt, as YAML."""
    return variable("vars", f"vars of dbt_project.yml, such as '{{{example}}}'")


target = variable("target", "a target of profiles.yml")
scorecard = variable("scorecard", "a scorecard other than the one in force")
full_refresh = switch(
    "full-refresh", "load and compute all again, but keep the history of attributes"
)
dry_run = switch("dry-run", "say what would be done, and do nothing")
challenger = variable(
    "challenger",
    "directories of rulebook files, separated by commas, scored next to the rulebook in force",
)
