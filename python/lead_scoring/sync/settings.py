"""The file that describes a destination: sync/<name>.toml, or one the user names.

Text in it may name environment variables as ${NAME}. Credentials must: a file is copied, sent and
committed, the environment is not.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from ..errors import UserError
from ..project import ROOT, dbt_project, shown

DIRECTORY = Path("sync")
SECRETS = ("token", "client_id", "client_secret")
KINDS = ("hubspot", "salesforce", "rest", "webhook")
COLUMNS = (
    "scorecard",
    "lead_id",
    "crm_object",
    "primary_lead_id",
    "score",
    "grade",
    "stage",
    "reasons",
    "disqualification_reason",
    "next_action",
    "due_at",
    "is_holdout",
    "sales_status",
    "suggested_owner_id",
    "rulebook_version",
    "changed_at",
    "publication_number",
)


@dataclass(frozen=True)
class Settings:
    """What the file says; see the files in sync/ for what each setting means."""

    name: str
    kind: str
    url: str
    scorecard: str = ""
    token: str = ""
    client_id: str = ""
    client_secret: str = ""
    object: str = ""
    id_property: str = ""
    api_version: str = "v62.0"
    method: str = "POST"
    path: str = ""
    rows_key: str = "rows"
    errors_key: str = "errors"
    batch_size: int = 100
    max_attempts: int = 6
    timeout_seconds: float = 30
    backoff_seconds: float = 1
    max_wait_seconds: float = 300
    max_clear_share: float = 0.1
    max_age_days: int = 3
    alerts: tuple[str, ...] = ("entered_stage", "rising")
    stages: tuple[str, ...] = ()
    lead_url: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def read_settings(given: str) -> Settings:
    """Read the file that DESTINATION names; an error that says what in it cannot work."""
    path = _find(given)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{shown(path)} is no TOML file ({error}); correct it.") from None
    known = {each.name: each for each in fields(Settings) if each.name != "name"}
    for name, value in content.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise UserError(f"{shown(path)}: {name} is no setting{hint}; rename or remove it.")
        _check_type(path, name, value, known[name])
    for name, one in known.items():
        if one.default is MISSING and one.default_factory is MISSING and name not in content:
            raise UserError(f"{shown(path)}: {name} is missing; add it.")
    for name in SECRETS:
        if not re.fullmatch(r"(\$\{\w+\})?", content.get(name, "")):
            raise UserError(
                f"{shown(path)}: {name} is written out; put it into an environment variable and"
                f' write {name} = "${{NAME_OF_THE_VARIABLE}}".'
            )
    values = {name: _filled_in(path, name, value) for name, value in content.items()}
    settings = Settings(name=path.stem, **values)
    _check_values(path, settings)
    return settings


def _find(given: str) -> Path:
    # A team's own files go before those that come with the project.
    places = [place / DIRECTORY for place in dict.fromkeys((dbt_project(), ROOT))]
    offers = {path.stem: path for place in reversed(places) for path in place.glob("*.toml")}
    path = Path(given) if given.endswith(".toml") else offers.get(given)
    if path is None or not path.is_file():
        offered = ", ".join(sorted(offers))
        raise UserError(
            f"DESTINATION={given} is no file of {DIRECTORY}/; choose one of {offered}, or name"
            " a .toml file of your own."
        )
    return path


def _check_type(path: Path, name: str, value: object, setting: Any) -> None:
    kinds: dict[str, tuple[tuple[type, ...], str]] = {
        "str": ((str,), "a text in quotes"),
        "int": ((int,), "a whole number"),
        "float": ((int, float), "a number"),
        "tuple[str, ...]": ((list,), "a list of texts"),
        "dict[str, str]": ((dict,), "a table"),
    }
    types, words = kinds[setting.type]
    if not isinstance(value, types) or isinstance(value, bool):
        raise UserError(f"{shown(path)}: {name} is not {words}; write it as one.")


def _filled_in(path: Path, name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, str):
        return value

    def from_environment(match: re.Match[str]) -> str:
        text = os.environ.get(match[1], "")
        if not text:
            raise UserError(
                f"the environment variable {match[1]}, which {shown(path)} names as {name}, is"
                f" not set; run: export {match[1]}=..."
            )
        return text

    return re.sub(r"\$\{(\w+)\}", from_environment, value)


def _check_values(path: Path, settings: Settings) -> None:
    if settings.kind not in KINDS:
        raise UserError(
            f"{shown(path)}: kind {settings.kind} is not known; use one of {', '.join(KINDS)}."
        )
    if not re.match(r"https://\S+$|http://(localhost|127\.0\.0\.1)(:|/|$)", settings.url):
        raise UserError(
            f"{shown(path)}: url does not start with https://; write the whole address (http:// is"
            " for localhost alone)."
        )
    if settings.batch_size < 1 or settings.max_attempts < 1:
        raise UserError(
            f"{shown(path)}: batch_size and max_attempts must be 1 or more; raise them."
        )
    if settings.kind != "webhook":
        if not settings.fields:
            raise UserError(
                f"{shown(path)}: no [fields]; add the table that says which column goes where."
            )
        for column in settings.fields:
            if column not in COLUMNS:
                raise UserError(
                    f"{shown(path)}: {column} in [fields] is no column of the sync; use"
                    f" {', '.join(COLUMNS)}."
                )
