"""The command `train`: learns a rulebook from the input's own history."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import click

from .. import options
from ..build import variables_of
from ..errors import UserError
from ..loading import input_directory
from ..packages import install_packages
from ..page import plain
from ..project import DEMO_INPUT, ROOT, project_vars, shown
from ..rulebook_directory import DEFAULT_DIRECTORY, find_directory, put_in_force
from ..source_input import described, sources_of, was_built_on_sources
from ..team_files import TeamFiles, team_files
from ..warehouse import Warehouse


@click.command()
@options.input_files()
@options.sources(hidden=True)
@options.day("as-of", "the day until which outcomes are known (default: the input's newest)")
@options.rulebook("the rulebook in force, in place of seeds/rulebook")
@options.variables("train_min_conversions: 100")
@options.variable("out", "a new directory for the learned rulebook; without it nothing is written")
@options.target
def run(
    *, input: str, sources: str, as_of: str, rulebook: str, vars: str, out: str, target: str
) -> None:
    """Learn a rulebook from the outcomes of the input; writes only to OUT."""
    # Numerical packages are slow to import, and only needed here.
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    from .session import Session  # noqa: PLC0415
    from .write import check_directory  # noqa: PLC0415

    team = click.get_current_context().with_resource(team_files(target))
    variables = (team.variables if team else {}) | variables_of(vars)
    if not team and not input and (tables := sources_of(sources, "", variables)):
        raise UserError(
            f"train learns from files, and {described(tables)} are none; write the contract's"
            " tables to files and name their directory in INPUT."
        )
    if not team and not input and was_built_on_sources(Warehouse.from_environment()):
        raise UserError(
            "train learns from files, and the warehouse was built on the tables of loaders; write"
            " the contract's tables to files and name their directory in INPUT, or"
            f" INPUT={shown(DEMO_INPUT)} for the demo."
        )
    as_of = as_of or options.checked_day("AS_OF", str(variables.pop("as_of", "") or ""))
    in_force = team.rulebook if team else ROOT / DEFAULT_DIRECTORY
    if rulebook:
        in_force = find_directory(ROOT, rulebook).absolute()
        put_in_force(ROOT, str(in_force))
    place = Path(out).absolute() if out else None
    if place:
        check_directory(place)
    install_packages()
    session = Session(
        input=team.input if team and not input else input_directory(input),
        rulebook=in_force,
        as_of=date.fromisoformat(as_of) if as_of else None,
        variables=variables,
        settings=project_vars() | variables,
    )
    source = "the input" if team else shown(session.input)
    print(f"Scoring past days of {source}; this takes some minutes", flush=True)
    with tempfile.TemporaryDirectory(prefix="lead_scoring_") as work_dir:
        frame = session.observe(Path(work_dir))
    print("Learning, some minutes more\n", flush=True)
    # The matrices are small: threads cost more than they bring, and change the last digits.
    with threadpool_limits(limits=1):
        learned = session.learn(frame)
    print(plain(learned.report, shutil.get_terminal_size(fallback=(100, 24)).columns))
    if place:
        session.write(place, frame, learned)
        print(f"Written to {shown(place)}. Compare and use it:\n")
        print(f"    {_next_step(place, team)}")
    else:
        print("Nothing was written; OUT=directory writes the learned rulebook there.")


def _next_step(out: Path, team: TeamFiles | None) -> str:
    if team:
        return f"lead-scoring diff --rulebook {shown(out)}, then copy its files into your seeds"
    return f"make build RULEBOOK={shown(out)}"
