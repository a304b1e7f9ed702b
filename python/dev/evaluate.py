"""The command `evaluate`: dbt-project-evaluator on this project, which tells what it breaks.

evaluation/ asks for it, a dbt project that has this one as a package, so that neither a build nor a
team has to install it. evaluation/seeds/ has the exceptions, with a reason for each.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from lead_scoring import options
from lead_scoring.dbt_runner import run_dbt
from lead_scoring.errors import UserError
from lead_scoring.packages import install_from_hub
from lead_scoring.project import ROOT

EVALUATION = ROOT / "evaluation"
PACKAGES = ("dbt_project_evaluator", "dbt_utils")


@click.command()
@options.variable("packages", f"a directory with {' and '.join(PACKAGES)}, in place of the hub")
def run(packages: str) -> None:
    """Run dbt-project-evaluator on the project, and list what it finds."""
    if packages:
        link_packages(EVALUATION, Path(packages).absolute())
    elif not install_from_hub(EVALUATION):
        raise UserError(
            "the packages of evaluation/packages.yml could not be had from the package hub; let"
            f" PACKAGES name a directory with {' and '.join(PACKAGES)}."
        )
    where = ["--project-dir", str(EVALUATION), "--profiles-dir", str(EVALUATION)]
    selected = ["--select", "package:dbt_project_evaluator", "package:lead_scoring_evaluation"]
    run_dbt(["build", "--quiet", *where, *selected], None)


def link_packages(project: Path, packages: Path) -> None:
    """Put the packages of a directory, and this project, into a project's dbt_packages."""
    for name in PACKAGES:
        if not (packages / name / "dbt_project.yml").is_file():
            raise UserError(f"PACKAGES={packages} has no directory {name} with a dbt package.")
    installed = project / "dbt_packages"
    shutil.rmtree(installed, ignore_errors=True)
    installed.mkdir()
    (installed / "lead_scoring").symlink_to(ROOT, target_is_directory=True)
    for name in PACKAGES:
        (installed / name).symlink_to(packages / name, target_is_directory=True)
