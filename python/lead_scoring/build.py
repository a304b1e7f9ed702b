"""The command `build`: from input files to a scored warehouse."""

from __future__ import annotations

import argparse
import datetime
import os
import re
from pathlib import Path
from typing import Any

import duckdb
import yaml

from .errors import UserError, tells_full_disk
from .loading import add_options, input_directory, load_into_side_file, put_in_place
from .packages import install_packages
from .passes import build_all
from .project import ROOT, shown
from .report import print_report
from .rulebook_directory import find_directory, put_in_force
from .warehouse import Warehouse


def add_parser(commands: Any) -> None:
    """Add the command `build`."""
    build: argparse.ArgumentParser = commands.add_parser(
        "build", help="load the input and score it (the demo, where no input is named)"
    )
    add_options(build)
    for option, meaning in {
        "as-of": "the scoring day, YYYY-MM-DD",
        "rulebook": "a directory of rulebook files in place of seeds/rulebook",
        "target": "a target of profiles.yml",
    }.items():
        variable = option.replace("-", "_").upper()
        build.add_argument(
            f"--{option}", default=os.environ.get(variable, ""), help=f"{meaning} ({variable})"
        )
    build.add_argument(
        "--vars",
        default=os.environ.get("VARS", ""),
        help="vars of dbt_project.yml, such as '{score_scale: [1, 10]}' (VARS)",
    )
    build.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build the warehouse and print what came out."""
    variables = variables_of(options.vars) | scoring_day(options.as_of)
    _use_rulebook(options.rulebook)
    warehouse = Warehouse.from_environment()
    with warehouse.lock():
        _step(1, "dbt packages", install_packages())
        _step(2, "input", shown(input_directory(options)))
        loaded = load_into_side_file(warehouse, options)
        variables.setdefault("custom_attributes", loaded.custom_columns)
        _step(3, "dbt build", "each line is one table or test")
        # Unit tests check the code, not the data: `make test` runs them.
        arguments = ["build", "--exclude-resource-type", "unit_test"]
        if options.target:
            arguments += ["--target", options.target]
        if options.full_refresh:
            arguments += ["--full-refresh"]
        try:
            build_all(warehouse.side_path, arguments, variables)
            _refuse_a_day_without_leads(warehouse.side_path)
            _step(4, "warehouse", "the new one takes the place of the last one")
            put_in_place(warehouse, loaded)
        except Exception as error:
            if tells_full_disk(error):
                warehouse.discard_side_file()
            _say_what_is_kept(warehouse)
            raise
    print_report(warehouse.path)
    return 0


def _step(number: int, name: str, more: str) -> None:
    print(f"[{number}/4] {name}: {more}", flush=True)


def variables_of(given: str) -> dict[str, Any]:
    """The vars that VARS lists."""
    try:
        variables = yaml.safe_load(given) if given else {}
    except yaml.YAMLError:
        variables = None
    if not isinstance(variables, dict):
        raise UserError(f"VARS={given} is no list of vars; write it as {{score_scale: [1, 10]}}.")
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


def _use_rulebook(given: str) -> None:
    """Check the rulebook before anything is loaded, and hand it to dbt by the environment."""
    if given and not (ROOT / given).is_dir():
        given = str(find_directory(ROOT, given).absolute())
    put_in_force(ROOT, given)
    os.environ["RULEBOOK"] = given


def _refuse_a_day_without_leads(path: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(
            "select (select count(*) from marts.lead_scores), min(created_on),"
            " (select max(scored_on) from intermediate.int_latest_day) from staging.stg_leads"
        ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always gives a row
    scored, first_day, scored_on = row
    if scored == 0:
        raise UserError(
            f"there is nobody to score on {scored_on}: the first usable lead was created on"
            f" {first_day}; choose a later AS_OF."
        )


def _say_what_is_kept(warehouse: Warehouse) -> None:
    state = "is as it was" if warehouse.path.exists() else "is not there yet"
    print(f"\nThe warehouse {shown(warehouse.path)} {state}.", end="")
    if warehouse.side_path.exists():
        side = shown(warehouse.side_path)
        print(f" The failed build is kept, to look into, in {side} until the next build.", end="")
    print()
