"""The command `build`: from input files to a scored warehouse."""

from __future__ import annotations

import argparse
import datetime
import os
import re
from pathlib import Path
from typing import Any

import yaml

from .engines import Database, Engine, engine_of
from .errors import UserError
from .loading import add_options, input_directory, load
from .options import add_variables
from .packages import install_packages
from .passes import build_all
from .project import ROOT, shown
from .report import print_report
from .rulebook_directory import find_directory, put_in_force
from .source_input import Sources, described, sources_of


def add_parser(commands: Any) -> None:
    """Add the command `build`."""
    build: argparse.ArgumentParser = commands.add_parser(
        "build", help="load the input and score it (the demo, where no input is named)"
    )
    add_options(build)
    add_variables(
        build,
        {
            "sources": "systems whose tables a loader has left in the warehouse, in place of"
            " --input: hubspot,segment:prod_web",
            "as-of": "the scoring day, YYYY-MM-DD",
            "rulebook": "a directory of rulebook files in place of seeds/rulebook",
            "challenger": "directories of rulebook files, separated by commas, scored next to it",
        },
    )
    build.add_argument(
        "--vars",
        default=os.environ.get("VARS", ""),
        help="vars of dbt_project.yml, such as '{history_months: 6}' (VARS)",
    )
    build.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build the warehouse and print what came out."""
    variables = variables_of(options.vars) | scoring_day(options.as_of)
    sources = sources_of(options.sources, options.input, variables)
    scorecards = _use_rulebooks(options.rulebook, options.challenger)
    engine = engine_of(options.target)
    with engine.lock():
        _step(1, "dbt packages", install_packages())
        _take_in(engine, options, variables, sources)
        _step(3, "dbt build", "each line is one table or test")
        arguments = ["build", *(["--full-refresh"] if options.full_refresh else [])]
        try:
            build_all(engine, arguments, variables, scorecards=scorecards)
            _refuse_a_day_without_leads(engine)
            _step(4, "warehouse", engine.finish())
        except Exception as error:
            engine.give_up(error)
            raise
    print_report(engine, engine.name, variables.get("custom_attributes") or ())
    return 0


def _take_in(
    engine: Engine, options: argparse.Namespace, variables: dict[str, Any], sources: Sources
) -> None:
    """Load the files of the input, or begin on the tables that are in the warehouse."""
    if sources:
        _step(2, "input", described(sources))
        variables["sources"] = sources
        engine.take_sources(variables)
    else:
        _step(2, "input", shown(input_directory(options)))
        variables.setdefault("custom_attributes", load(engine, options))


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
    if not as_of:
        return {}
    if not is_day(as_of):
        raise UserError(f"AS_OF={as_of} is no day; write it as 2026-06-30.")
    return {"as_of": as_of}


def is_day(text: str) -> bool:
    """Whether the text is a day as YYYY-MM-DD."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


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
