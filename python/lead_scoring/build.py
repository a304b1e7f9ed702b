"""The commands `build` and `load`: from input files to a scored warehouse."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import duckdb
import yaml

from .contract import LEADS
from .dbt_runner import run_dbt
from .errors import UserError
from .load import LoadedSource, load_input
from .packages import install_packages
from .project import DEMO_INPUT, ROOT, shown
from .report import print_report
from .rulebook_directory import find_directory, put_in_force
from .warehouse import Warehouse


def add_parser(commands: Any) -> None:
    """Add the commands `build` and `load`."""
    build: argparse.ArgumentParser = commands.add_parser(
        "build", help="load the input and score it (the demo, where no input is named)"
    )
    _add_input(build)
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
    load: argparse.ArgumentParser = commands.add_parser(
        "load", help="load the input into the schema raw, for plain dbt to build on"
    )
    _add_input(load)
    load.set_defaults(run=run_load)


def _add_input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--input",
        default=os.environ.get("INPUT", ""),
        help="a directory with leads, events and outcomes as .csv or .parquet (INPUT)",
    )


def run(options: argparse.Namespace) -> int:
    """Build the warehouse and print what came out."""
    variables = _variables(options.vars) | _scoring_day(options.as_of)
    _use_rulebook(options.rulebook)
    warehouse = Warehouse.from_environment()
    with warehouse.lock():
        _step(1, "dbt packages", install_packages())
        _step(2, "input", shown(_directory(options.input)))
        leads = _load(warehouse, options.input)[0]
        variables.setdefault("custom_attributes", leads.custom_columns)
        _step(3, "dbt build", "each line is one table or test")
        # Unit tests check the code, not the data: `make test` runs them.
        arguments = ["build", "--exclude-resource-type", "unit_test"]
        if options.target:
            arguments += ["--target", options.target]
        try:
            run_dbt(arguments, warehouse.side_path, variables)
            _refuse_a_day_without_leads(warehouse.side_path)
            _step(4, "warehouse", "the new one takes the place of the last one")
            warehouse.put_side_file_in_place()
        except Exception:
            _say_what_is_kept(warehouse)
            raise
    print_report(warehouse.path)
    return 0


def run_load(options: argparse.Namespace) -> int:
    """Replace the schema raw and leave the rest of the warehouse as it is."""
    warehouse = Warehouse.from_environment()
    with warehouse.lock():
        leads = _load(warehouse, options.input, keep_rest=True)[0]
        warehouse.put_side_file_in_place()
    if leads.custom_columns:
        variables = json.dumps({"custom_attributes": leads.custom_columns})
        print(f"For plain dbt: dbt build --vars {shlex.quote(variables)}")
    return 0


def _step(number: int, name: str, more: str) -> None:
    print(f"[{number}/4] {name}: {more}", flush=True)


def _directory(given: str) -> Path:
    return Path(given).absolute() if given else DEMO_INPUT


def _variables(given: str) -> dict[str, Any]:
    try:
        variables = yaml.safe_load(given) if given else {}
    except yaml.YAMLError:
        variables = None
    if not isinstance(variables, dict):
        raise UserError(f"VARS={given} is no list of vars; write it as {{score_scale: [1, 10]}}.")
    return variables


def _scoring_day(as_of: str) -> dict[str, Any]:
    if not as_of:
        return {}
    if not _is_day(as_of):
        raise UserError(f"AS_OF={as_of} is no day; write it as 2026-06-30.")
    return {"as_of": as_of}


def _is_day(text: str) -> bool:
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


def _load(warehouse: Warehouse, given: str, *, keep_rest: bool = False) -> list[LoadedSource]:
    warehouse.start_side_file(from_warehouse=keep_rest)
    try:
        with duckdb.connect(str(warehouse.side_path)) as connection:
            loaded = load_input(connection, _directory(given), warehouse.work_dir)
    except BaseException:
        warehouse.discard_side_file()
        raise
    for source in loaded:
        files = "no file" if not source.files else shown(source.files[0])
        if len(source.files) > 1:
            files = f"{len(source.files)} files of {shown(source.files[0].parent)}"
        unreadable = f", {source.unreadable:,} unreadable lines" if source.unreadable else ""
        print(f"  {source.name:<8} {source.rows:>11,} rows ({files}{unreadable})", flush=True)
        if source.name == LEADS.name and source.custom_columns:
            print(f"  rules may also name: {', '.join(source.custom_columns)}")
    return loaded


def _refuse_a_day_without_leads(path: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(
            "select (select count(*) from marts.lead_scores), min(created_on),"
            " (select max(scored_on) from intermediate.int_scoring_days) from staging.stg_leads"
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
    print(
        f"\nThe warehouse {shown(warehouse.path)} {state}. The failed build is kept, to look into,"
        f" in {shown(warehouse.side_path)} until the next build."
    )
