"""The command `build`: from input files to a scored warehouse."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
import yaml

from . import options
from .engines import Database, engine_of
from .errors import UserError
from .loading import input_directory, load
from .packages import install_packages
from .passes import build_all
from .project import ROOT, shown
from .report import print_report
from .rulebook_directory import find_directory, put_in_force
from .source_input import described, sources_of


@click.command()
@options.input_files()
@options.sources()
@options.day("as-of", "the scoring day")
@options.rulebook()
@options.challenger
@options.variables("history_months: 6")
@options.target
@options.full_refresh
def run(
    *,
    input: str,
    sources: str,
    as_of: str,
    rulebook: str,
    challenger: str,
    vars: str,
    target: str,
    full_refresh: bool,
) -> None:
    """Load the input and score it (the demo, where no input is named)."""
    variables = variables_of(vars) | scoring_day(as_of)
    in_warehouse = sources_of(sources, input, variables)
    scorecards = _use_rulebooks(rulebook, challenger)
    engine = engine_of(target)
    with engine.lock():
        _step(1, "dbt packages", install_packages())
        if in_warehouse:
            _step(2, "input", described(in_warehouse))
            variables["sources"] = in_warehouse
            engine.take_sources(variables)
        else:
            directory = input_directory(input)
            _step(2, "input", shown(directory))
            columns = load(engine, directory, full_refresh=full_refresh)
            variables.setdefault("custom_attributes", columns)
        _step(3, "dbt build", "each line is one table or test")
        arguments = ["build", *(["--full-refresh"] if full_refresh else [])]
        try:
            build_all(engine, arguments, variables, scorecards=scorecards)
            _refuse_a_day_without_leads(engine)
            _step(4, "warehouse", engine.finish())
        except Exception as error:
            engine.give_up(error)
            raise
    print_report(engine, engine.name, variables.get("custom_attributes") or ())


def _step(number: int, name: str, more: str) -> None:
    print(f"[{number}/4] {name}: {more}", flush=True)


def variables_of(given: str) -> dict[str, Any]:
    """The vars that VARS lists."""
    try:
        variables = yaml.safe_load(given) if given else {}
    except yaml.YAMLError:
        variables = None
    if not isinstance(variables, dict):
        raise UserError(f"VARS={given} is no list of vars; write it as {{history_months: 6}}.")
    return variables


def scoring_day(as_of: str) -> dict[str, Any]:
    """The var as_of, where a day is given."""
    return {"as_of": options.checked_day("AS_OF", as_of)} if as_of else {}


def _use_rulebooks(rulebook: str, challenger: str) -> int:
    """Check the rulebooks before anything is loaded, and hand them to dbt by the environment.

    How many scorecards they are.
    """
    rulebook = _from_the_project(rulebook, "RULEBOOK")
    challengers = [
        _from_the_project(given.strip(), "CHALLENGER")
        for given in challenger.split(",")
        if given.strip()
    ]
    challenger = ",".join(challengers)
    put_in_force(ROOT, rulebook, challenger)
    os.environ |= {"RULEBOOK": rulebook, "CHALLENGER": challenger}
    return 1 + len(challengers)


def _from_the_project(given: str, option: str) -> str:
    """The directory or workbook as dbt finds it, which runs in the project."""
    if not given or (ROOT / given).is_dir():
        return given
    directory = find_directory(ROOT, given, option=option)
    if (ROOT / given).is_file():
        return given
    return str(Path(given).absolute() if Path(given).is_file() else directory.absolute())


def _refuse_a_day_without_leads(database: Database) -> None:
    ((scored, first_day, scored_on),) = database.rows(
        "select (select count(*) from marts.lead_scores), min(created_on),"
        " (select max(scored_on) from intermediate.int_scoring_dates where is_latest)"
        " from staging.stg_leads"
    )
    if scored == 0 and first_day is None:
        raise UserError(
            "there is nobody to score: no row of leads can be used; where there are rows, see why:"
            " select * from marts.rejected_records"
        )
    if scored == 0:
        raise UserError(
            f"there is nobody to score on {scored_on}: the first usable lead was created on"
            f" {first_day}; choose a later AS_OF."
        )
