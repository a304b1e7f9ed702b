"""The project that dbt-charts draws: our boards, and each of them once more for a phone.

A board is one picture of a fixed width, which a browser scales; on a phone a wide one cannot be
read. So every board is also drawn narrow: one column, and of wide tables the columns that
charts/phone.toml keeps.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import yaml

from ..project import ROOT
from ..warehouse import Warehouse

CHARTS = ROOT / "charts"
PHONE = "phone"
_DEFAULTS = "meta.yml"
_PHONE_STYLE = {
    "frame": {"width": 390, "margin": 12},
    "charts": {"title": {"overflow": "wrap"}},
}

_SCORECARDS = """\
select distinct scores.scorecard
from {{ ref('lead_scores') }} as scores
order by scores.scorecard
"""

Board = dict[str, Any]


def board_names(directory: Path) -> list[str]:
    """The names of the boards of a directory."""
    return sorted(path.stem for path in directory.glob("*.yml") if path.name != _DEFAULTS)


def write_project(
    directory: Path, manifest: Path, target: str, scorecard: str, *, is_choice: bool
) -> None:
    """Write a project that holds the boards, and what they need to know of the dbt project.

    scorecard: whose scores the boards show. is_choice: whether there are others to choose from.
    """
    (directory / "target").mkdir(parents=True)
    shutil.copyfile(manifest, directory / "target" / "manifest.json")
    shutil.copyfile(ROOT / "dbt_project.yml", directory / "dbt_project.yml")
    _write(directory / "profiles.yml", _profiles(target))
    charts = directory / "charts"
    shutil.copytree(CHARTS, charts)
    _write(charts / PHONE / _DEFAULTS, {"style": _PHONE_STYLE})
    kept = tomllib.loads((CHARTS / f"{PHONE}.toml").read_text(encoding="utf-8"))
    for name in board_names(CHARTS):
        board = with_scorecard(_read(charts / f"{name}.yml"), scorecard, is_choice=is_choice)
        _write(charts / f"{name}.yml", board)
        _write(charts / PHONE / f"{name}.yml", narrow(board, kept.get(name, {})))


def with_scorecard(board: Board, scorecard: str, *, is_choice: bool) -> Board:
    """The board with the variable scorecard, which its queries name and which all boards share."""
    variable = {
        "label": "Scorecard",
        "input": "select",
        "options": {"query": "scorecards", "column": "scorecard"},
        "default": scorecard,
        "required": True,
        "visible": is_choice,
    }
    variables = board.get("variables", {}) | {"scorecard": variable}
    return board | {
        "variables": variables,
        "queries": board.get("queries", {}) | {"scorecards": _SCORECARDS},
    }


def narrow(board: Board, kept: dict[str, list[str]]) -> Board:
    """The board in one column; kept: the columns that some of its tables keep."""
    charts = {
        name: _with_columns(chart, kept[name]) if name in kept else chart
        for name, chart in board.get("charts", {}).items()
    }
    narrowed = board | {"charts": charts, "rows": _stacked(board["rows"])}
    # An address leads to one board, the wide one.
    return {key: value for key, value in narrowed.items() if key != "aliases"}


def _with_columns(table: Board, kept: list[str]) -> Board:
    columns = {
        name: {key: value for key, value in settings.items() if key != "width"}
        if name in kept
        else settings | {"visible": False}
        for name, settings in table["style"]["columns"].items()
    }
    return table | {"style": table["style"] | {"columns": columns}}


def _stacked(items: list[Any]) -> list[Any]:
    stacked = []
    for item in items:
        inner = item.get("cols") or item.get("rows") if isinstance(item, dict) else None
        stacked += _stacked(inner) if inner else [item]
    return stacked


def _profiles(target: str) -> Board:
    """Our profiles, with the path of the warehouse written out: dbt-charts resolves it too early.

    It takes a path that is still a call of env_var for a relative one.
    """
    profiles = _read(ROOT / "profiles.yml")
    for profile in profiles.values():
        profile["target"] = target or profile["target"]
        for output in profile["outputs"].values():
            if "path" in output:
                output["path"] = str(Warehouse.from_environment().path)
    return profiles


def _read(path: Path) -> Board:
    content: Board = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _write(path: Path, content: Board) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
