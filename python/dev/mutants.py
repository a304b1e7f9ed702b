"""The command `mutants`: break the code in small ways, and see that the tests notice.

A mutant is one edit that changes what the code means: `>` for `>=`, the last for the first. Each is
listed in evaluation/mutants.toml with the tests that should fail: of a model its unit tests, else a
file of Python tests. All of it happens in a copy of the project. Mutants of different models are
tried in one run of dbt, as a unit test reads nothing but its own model.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from lead_scoring.errors import UserError
from lead_scoring.project import ROOT, WITH_UNIT_TESTS, shown

LIST = ROOT / "evaluation" / "mutants.toml"


@dataclass(frozen=True)
class Mutant:
    """One edit of one file; tests: a file of Python tests, empty for a model's unit tests."""

    file: str
    found: str
    replaced: str
    tests: str = ""

    @property
    def name(self) -> str:
        """The edit as one line."""
        return f"{self.file}: {self.found.strip()} -> {self.replaced.strip() or 'nothing'}"

    @property
    def model(self) -> str:
        """The model that the file is."""
        return Path(self.file).stem


@click.command()
@click.option("--only", default="", metavar="TEXT", help="those whose file contains the text")
def run(only: str) -> None:
    """Break the code in small ways, and see that the tests notice.

    An error names those that no test noticed.
    """
    mutants = [mutant for mutant in read_mutants(LIST, ROOT) if only in mutant.file]
    if not mutants:
        raise UserError(f"no mutant of {shown(LIST)} is in a file that contains {only}.")
    unnoticed = []
    with tempfile.TemporaryDirectory(prefix="lead_scoring_mutants_") as directory:
        project = _copy(Path(directory))
        for mutant, is_noticed in _tried(project, mutants):
            print(f"{'noticed ' if is_noticed else 'MISSED  '} {mutant.name}", flush=True)
            if not is_noticed:
                unnoticed.append(mutant)
    if unnoticed:
        raise UserError(
            f"{len(unnoticed)} of {len(mutants)} mutants passed all tests named for them:"
            f" {'; '.join(mutant.name for mutant in unnoticed)}. Add a test that fails."
        )
    print(f"\nAll {len(mutants)} mutants were noticed.")


def read_mutants(path: Path, project: Path) -> list[Mutant]:
    """The list; an error names a mutant whose text does not stand in its file exactly once."""
    mutants = [Mutant(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["mutant"]]
    for mutant in mutants:
        file = project / mutant.file
        count = file.read_text("utf-8").count(mutant.found) if file.is_file() else 0
        if count != 1:
            raise UserError(
                f"{shown(path)}: the text '{mutant.found}' stands {count} times in {mutant.file}"
                " and should stand there once."
            )
        if mutant.found == mutant.replaced:
            raise UserError(f"{shown(path)}: the mutant of {mutant.file} changes nothing.")
    return mutants


def rounds(mutants: Iterable[Mutant]) -> list[list[Mutant]]:
    """The mutants in as few groups as hold each model once."""
    groups: list[list[Mutant]] = []
    for mutant in mutants:
        for group in groups:
            if mutant.file not in {other.file for other in group}:
                group.append(mutant)
                break
        else:
            groups.append([mutant])
    return groups


def _copy(directory: Path) -> Path:
    """A copy of the project's own files, with the demo built."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    project = directory / "project"
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, project / name)
    print("Building the demo in a copy of the project", flush=True)
    built = _run(project, [sys.executable, "-m", "lead_scoring", "build"])
    if built.returncode:
        raise UserError(f"the build of the demo failed:\n{_said_by(built)}")
    return project


def _tried(project: Path, mutants: Sequence[Mutant]) -> Iterator[tuple[Mutant, bool]]:
    of_models = [mutant for mutant in mutants if not mutant.tests]
    if of_models:
        if failed := _failed_models(project, of_models):
            raise UserError(f"unit tests fail on the code as it is: {', '.join(sorted(failed))}.")
        for group in rounds(of_models):
            with _mutated(project, group):
                failed = _failed_models(project, group)
            for mutant in group:
                yield mutant, mutant.model in failed
    of_python = [mutant for mutant in mutants if mutant.tests]
    for tests in sorted({mutant.tests for mutant in of_python}):
        if not _passes(project, tests):
            raise UserError(f"{tests} fails on the code as it is.")
    for mutant in of_python:
        with _mutated(project, [mutant]):
            yield mutant, not _passes(project, mutant.tests)


@contextmanager
def _mutated(project: Path, mutants: Iterable[Mutant]) -> Iterator[None]:
    before = {project / mutant.file: (project / mutant.file).read_bytes() for mutant in mutants}
    for mutant in mutants:
        file = project / mutant.file
        file.write_text(file.read_text("utf-8").replace(mutant.found, mutant.replaced), "utf-8")
    try:
        yield
    finally:
        for file, content in before.items():
            file.write_bytes(content)


def _failed_models(project: Path, mutants: Iterable[Mutant]) -> set[str]:
    """The models of which a unit test found other rows; SQL that cannot run is no mutant."""
    models = sorted({mutant.model for mutant in mutants})
    results = project / "target" / "run_results.json"
    results.unlink(missing_ok=True)
    dbt = str(Path(sys.executable).parent / "dbt")
    selected = [f"{model},test_type:unit" for model in models]
    said = _said_by(_run(project, [dbt, "--quiet", "test", "--select", *selected]))
    if not results.exists():
        raise UserError(f"dbt could not run the unit tests:\n{said}")
    found: dict[str, set[str]] = {}
    for result in json.loads(results.read_text("utf-8"))["results"]:
        kind, _, model, *_ = result["unique_id"].split(".")
        if kind == "unit_test":
            found.setdefault(model, set()).add(result["status"])
    if untested := set(models) - set(found):
        raise UserError(f"these models have no unit tests: {', '.join(sorted(untested))}.")
    if broken := sorted(model for model, states in found.items() if "error" in states):
        raise UserError(f"these mutants are no SQL that runs: {', '.join(broken)}.\n{said}")
    return {model for model, states in found.items() if "fail" in states}


def _said_by(done: subprocess.CompletedProcess[str]) -> str:
    """The end of what a program said."""
    return (done.stdout + done.stderr)[-2000:]


def _passes(project: Path, tests: str) -> bool:
    pytest = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider"]
    return _run(project, [*pytest, tests]).returncode == 0


def _run(project: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LEAD_SCORING_", "DBT_"))
    }
    environment = kept | WITH_UNIT_TESTS | {"PYTHONPATH": str(project / "python")}
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
