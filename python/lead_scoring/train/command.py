"""The command `train`: learns a rulebook from the input's own history."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from ..build import scoring_day, variables_of
from ..errors import UserError
from ..loading import add_target, input_directory
from ..options import add_variables
from ..packages import install_packages
from ..page import plain
from ..project import ROOT, project_vars, shown
from ..rulebook_directory import DEFAULT_DIRECTORY, find_directory, put_in_force
from ..source_input import described, sources_of
from ..team_files import TeamFiles, team_files


def add_parser(commands: Any) -> None:
    """Add the command `train`."""
    train: argparse.ArgumentParser = commands.add_parser(
        "train", help="learn a rulebook from the outcomes of the input; writes only to OUT"
    )
    add_variables(
        train,
        {
            "input": "a directory with leads, events and outcomes as .csv or .parquet",
            "as-of": "the day until which outcomes are known, YYYY-MM-DD (the input's newest)",
            "rulebook": "the rulebook in force, in place of seeds/rulebook",
            "vars": "vars of dbt_project.yml, such as '{train_min_conversions: 100}'",
            "out": "a new directory for the learned rulebook; without it nothing is written",
        },
    )
    add_target(train)
    train.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Learn, print what came of it, and write it where the user said."""
    with team_files(options) as team:
        return _train(options, team)


def _train(options: argparse.Namespace, team: TeamFiles | None) -> int:
    # Numerical packages are slow to import, and only needed here.
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    from .session import Session  # noqa: PLC0415
    from .write import check_directory  # noqa: PLC0415

    variables = (team.variables if team else {}) | variables_of(options.vars)
    if (
        not team
        and not options.input
        and (sources := sources_of(os.environ.get("SOURCES", ""), "", variables))
    ):
        raise UserError(
            f"train learns from files, and {described(sources)} are none; write the contract's"
            " tables to files and name their directory in INPUT."
        )
    as_of = scoring_day(options.as_of or str(variables.pop("as_of", "") or "")).get("as_of")
    rulebook = team.rulebook if team else ROOT / DEFAULT_DIRECTORY
    if options.rulebook:
        rulebook = find_directory(ROOT, options.rulebook).absolute()
        put_in_force(ROOT, str(rulebook))
    out = Path(options.out).absolute() if options.out else None
    if out:
        check_directory(out)
    install_packages()
    session = Session(
        input=team.input if team and not options.input else input_directory(options),
        rulebook=rulebook,
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
    if out:
        session.write(out, frame, learned)
        print(f"Written to {shown(out)}. Compare and use it:\n")
        print(f"    {_next_step(out, team)}")
    else:
        print("Nothing was written; OUT=directory writes the learned rulebook there.")
    return 0


def _next_step(out: Path, team: TeamFiles | None) -> str:
    if team:
        return f"lead-scoring diff --rulebook {shown(out)}, then copy its files into your seeds"
    return f"make build RULEBOOK={shown(out)}"
