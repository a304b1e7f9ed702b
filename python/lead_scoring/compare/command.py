"""The command `diff`: what would change if another rulebook were in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import duckdb

from .. import options
from ..build import scoring_day, variables_of
from ..errors import UserError
from ..load import columns_of, custom_attributes, load_input
from ..loading import input_directory
from ..packages import install_packages
from ..page import write
from ..project import dbt_project, shown
from ..source_input import was_built_on_sources
from ..team_files import TeamFiles, team_files
from ..warehouse import Warehouse, bounds
from .figures import read_figures
from .report import page_of
from .rulebooks import Rulebook, find_rulebook
from .sides import compare, keep_results, side_file_of
from .terminal import print_page

PAGE = dbt_project() / "rulebook_diff.html"


@click.command()
@options.rulebook("the new rulebook: a directory, git:revision or git:revision:directory")
@options.variable("old", "the rulebook to compare it with, named alike (default: seeds/rulebook)")
@options.input_files("score the files of this directory, not the input of the warehouse")
@options.sources(hidden=True)
@options.day("as-of", "the latest scoring day (default: that of the warehouse)")
@options.variables("history_days: 90")
@options.variable("out", f"the page to write (default: {PAGE.name} in the project)")
@options.target
def run(
    *,
    rulebook: str,
    old: str,
    input: str,
    sources: str,
    as_of: str,
    vars: str,
    out: str,
    target: str,
) -> None:
    """Say what would change if another rulebook were in force."""
    team = click.get_current_context().with_resource(team_files(target))
    if not rulebook and not old:
        raise UserError(
            "name the rulebook to compare with the one in force, as RULEBOOK=rulebooks/early, or"
            " OLD=git:HEAD for what is not committed yet."
        )
    before = _rulebook("OLD", old, team)
    after = _rulebook("RULEBOOK", rulebook, team)
    if before.files == after.files:
        print(f"{before.name} and {after.name} hold the same rows: nothing would change.")
        return
    page_path = _page_path(out)
    variables = (team.variables if team else {}) | variables_of(vars)
    variables |= scoring_day(as_of or (team.as_of if team else ""))
    warehouse = Warehouse.from_environment()
    if not input and not team and (sources or was_built_on_sources(warehouse)):
        raise UserError(
            "diff scores the rows of files again, and the input is the tables of loaders; build"
            " with CHALLENGER=dir to have the other rulebook scored next to the one in force, and"
            " see marts.rulebook_diff."
        )
    install_packages()
    with side_file_of(warehouse) as path:
        _step(1, "input", _load_input(warehouse, input, path, variables, team))
        _step(2, "scores", f"the same days under {before.name} and under {after.name}")
        scorecard = compare(path, before, after, variables)
        with duckdb.connect(str(path), read_only=True) as connection:
            figures = read_figures(connection, scorecard)
        tables = warehouse.path.with_name(f"{warehouse.path.stem}.diff.duckdb")
        keep_results(path, tables)
    seen = max((side.known_until for side in (before, after) if side.known_until), default=None)
    page = page_of(before.name, after.name, figures, seen)
    print_page(page)
    print(f"\nPage       {shown(write(page_path, page))}")
    print(f"Tables     {shown(tables)}, marts.rulebook_diff and its kin")


def _step(number: int, name: str, more: str) -> None:
    print(f"[{number}/2] {name}: {more}", flush=True)


def _page_path(given: str) -> Path:
    path = Path(given).absolute() if given else PAGE
    if path.is_dir():
        raise UserError(f"OUT={given} is a directory; name the file to write, such as diff.html.")
    if not path.parent.is_dir():
        raise UserError(f"OUT={given}: there is no directory {shown(path.parent)}; make it first.")
    return path


def _rulebook(option: str, given: str, team: TeamFiles | None) -> Rulebook:
    """The rulebook that an option names; the one in force where it names none."""
    if team is None or given:
        return find_rulebook(option, given)
    return replace(find_rulebook(option, str(team.rulebook)), name="the seeds in force")


def _load_input(
    warehouse: Warehouse,
    given: str,
    path: Path,
    variables: dict[str, Any],
    team: TeamFiles | None,
) -> str:
    """Put the input into the file and add the vars that come with it; says where it is from."""
    if not given and not team and _holds_leads(warehouse):
        warehouse.copy_to(path)
        source = f"that of {shown(warehouse.path)}"
    else:
        of_team = team.input if team and not given else None
        directory = of_team or input_directory(given)
        with duckdb.connect(str(path), config=bounds()) as connection:
            load_input(connection, directory, path.parent)
        source = "that of the team's warehouse" if of_team else shown(directory)
    with duckdb.connect(str(path), read_only=True) as connection:
        variables.setdefault("custom_attributes", custom_attributes(connection))
        last_day = _last_scored_day(connection)
    if last_day and "as_of" not in variables:
        variables["as_of"] = last_day
    return f"{source}, as of {variables['as_of']}" if "as_of" in variables else source


def _holds_leads(warehouse: Warehouse) -> bool:
    if warehouse.path not in warehouse.files():
        return False
    with warehouse.read(warehouse.path) as connection:
        return bool(columns_of(connection, "raw", "leads"))


def _last_scored_day(connection: duckdb.DuckDBPyConnection) -> str | None:
    if not columns_of(connection, "marts", "lead_scores"):
        return None
    row = connection.execute("select max(scored_on) from marts.lead_scores").fetchone()
    return str(row[0]) if row and row[0] else None
