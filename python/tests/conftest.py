"""What several tests use."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import jinja2
import pytest

from lead_scoring import cli
from lead_scoring.project import ROOT
from lead_scoring.rulebook_directory import DEFAULT_DIRECTORY, composed_directory
from lead_scoring.rulebook_file import FILES

pytest.register_assert_rewrite("tests.live_table")

IS_NIGHTLY = bool(os.environ.get("LEAD_SCORING_NIGHTLY"))
nightly = pytest.mark.skipif(not IS_NIGHTLY, reason="takes minutes; make nightly runs it")
GOOD_LEADS = (
    b"lead_id,created_at,email\nL1,2026-01-05,ann@example.com\nL2,2026-01-06,bob@example.com\n"
)


# The files that build most come first: no worker is left alone with one of them at the end.
LONGEST = (
    "test_history",
    "test_build",
    "test_spark",
    "test_postgres",
    "test_live_table_on_servers",
    "test_live_table",
    "test_bad_input",
    "test_sync_days",
    "test_proofs",
    "test_real_data",
    "test_dashboard_pages",
    "test_dashboard",
    "test_incremental_load",
    "test_metrics",
    "test_compare",
    "test_train_end_to_end",
    "test_proof_of_scores",
    "test_as_a_package",
    "test_parity",
    "test_erase",
    "test_cells_are_text",
    "test_what_is_logged",
    "test_odoo_analysis",
    "test_sources_and_files",
    "test_sources",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; within a file tests stay as they are."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory."""
    with duckdb.connect() as connection:
        yield connection


@dataclass(frozen=True)
class CommandLine:
    """Runs `python -m lead_scoring` as a user does, on a warehouse of its own.

    Unlike a user's, its builds score each of the last 90 days only if VARS says history_days.
    """

    directory: Path

    @property
    def warehouse(self) -> Path:
        """The warehouse file."""
        return self.directory / "warehouse" / "lead_scoring.duckdb"

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return self.run_module("lead_scoring", *arguments, **variables)

    def run_module(
        self, module: str, *arguments: str, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of another package, such as dev."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.directory,
            env=self._environment(variables),
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start one command, to read its output line by line."""
        return self._start("lead_scoring", arguments, variables, cwd=self.directory)

    def start_dbt(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start dbt itself, on the warehouse as it is."""
        return self._start("dbt.cli.main", arguments, variables, cwd=ROOT)

    def _start(
        self, module: str, arguments: tuple[str, ...], variables: dict[str, str], *, cwd: Path
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-u", "-m", module, *arguments],
            cwd=cwd,
            env=self._environment(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def build(self, reports: bool = False, /, **variables: str) -> str:
        """Build in this process without dbt's data tests; what the build said, with its errors.

        Reports are left out unless asked for: they take their time, and nothing is made of them.
        """
        code, said, error = self._build(reports, variables)
        assert code == 0, said[-6000:] + error
        return said + error

    def build_in_vain(self, **variables: str) -> str:
        """The error of a build that has to stop and leave the warehouse as it is."""
        before = self.warehouse.read_bytes()
        code, said, error = self._build(False, variables)
        assert code == 1, said[-6000:] + error
        assert error.startswith("Error: ")
        assert "Traceback" not in said + error
        assert self.warehouse.read_bytes() == before
        return error

    def _build(self, reports: bool, variables: dict[str, str]) -> tuple[int, str, str]:
        said, error = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, self._environment(variables), clear=True),
            mock.patch(
                f"{dbt_runner().__module__}.dbtRunner", partial(QuickRunner, reports=reports)
            ),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(error),
        ):
            code = cli.main(["build"])
        return code, said.getvalue(), error.getvalue()

    def copy(self, directory: Path) -> CommandLine:
        """Another user with a copy of the warehouse."""
        other = CommandLine(directory)
        other.warehouse.parent.mkdir(parents=True)
        shutil.copyfile(self.warehouse, other.warehouse)
        return other

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def tables(self, *schemas: str) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of all tables and views of some schemas, in one order, by the table's name."""
        listed = ", ".join(f"'{schema}'" for schema in schemas)
        names = self.rows(
            "select table_schema || '.' || table_name from information_schema.tables"
            f" where table_schema in ({listed}) order by all"
        )
        return {name: self.rows(f"from {name} order by all") for (name,) in names}

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        # What any shell has: each line that dbt logs is searched for the secrets of them all.
        kept = ["HOME", "JAVA_HOME", "LANG", "LC_", "LD_", "LEAD_SCORING_", "PATH", "PYTHON"]
        kept += ["TMPDIR", "USER"]
        environment = {
            name: value for name, value in os.environ.items() if name.startswith(tuple(kept))
        }
        return environment | {
            "LEAD_SCORING_DUCKDB_PATH": str(self.warehouse),
            "DBT_TARGET_PATH": str(self.directory / "target"),
            "DBT_LOG_PATH": str(self.directory / "logs"),
            "PYTHONPATH": str(ROOT / "python"),
            **variables,
            "VARS": _without_daily_history(variables.get("VARS", "")),
        }


def _without_daily_history(given: str) -> str:
    if "history_days" in given or (given and not given.startswith("{")):
        return given
    return "{history_days: 0" + (f", {given[1:]}" if given.strip("{} ") else "}")


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    """Read what a build says until it says some words."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return
    pytest.fail("the build ended early:\n" + "".join(said[-40:]))


def make_scorecards(
    connection: duckdb.DuckDBPyConnection, *names: str, active: Sequence[str] = ("default",)
) -> None:
    """Make the tables that say which scorecards there are, that in force first."""
    connection.execute("create schema rulebook")
    connection.execute(
        "create table rulebook.stg_scorecards (scorecard varchar, scorecard_rank integer)"
    )
    connection.execute("create table rulebook.stg_settings (scorecard varchar, is_active boolean)")
    for rank, name in enumerate(names or ("default",), start=1):
        connection.execute("insert into rulebook.stg_scorecards values (?, ?)", [name, rank])
        connection.execute(
            "insert into rulebook.stg_settings values (?, ?)", [name, name in active]
        )


# Each run writes them, and nobody reads them here.
WITHOUT_FILES = ("--no-write-json", "--log-level-file", "none")


@cache
def dbt_runner() -> Any:
    """dbt's own runner; it is asked for before anything stands in for it."""
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - dbt is slow to import

    return dbtRunner


# For CommandLine.build; its named arguments are the variables of make.
WITH_REPORTS = True
# Folders below models.
REPORTS = {
    "intermediate.drift",
    "intermediate.rulebook_review",
    "marts.metrics",
    "marts.reports",
    "marts.rulebook_review",
    "marts.score_performance",
}


@dataclass(frozen=True)
class QuickRunner:
    """dbt without data tests and its own files, which reads the project once for many builds."""

    reports: bool = False
    callbacks: Sequence[Callable[[Any], None]] = ()

    def invoke(self, arguments: list[str]) -> Any:
        """Run a build; another command as dbt does."""
        if arguments[0] != "build":
            return dbt_runner()(callbacks=list(self.callbacks)).invoke(arguments)
        given = json.loads(arguments[arguments.index("--vars") + 1])
        target = arguments[arguments.index("--target") + 1] if "--target" in arguments else ""
        left_out = [] if self.reports else ["--exclude", *report_models(project_of(given, target))]
        return invoke_quickly([*arguments, *left_out, *WITHOUT_FILES], given, target)


def report_models(project: Any) -> list[str]:
    """The reports, and what nothing but they read."""
    models = {name: node for name, node in project.nodes.items() if node.resource_type == "model"}
    found = {name for name, node in models.items() if ".".join(node.fqn[1:-1]) in REPORTS}
    readers: dict[str, set[str]] = {name: set() for name in models}
    for name, node in models.items():
        for read in node.depends_on.nodes:
            readers.setdefault(read, set()).add(name)
    while more := {name for name in models if readers[name] and readers[name] <= found} - found:
        found |= more
    return sorted(models[name].name for name in found)


def invoke_quickly(arguments: list[str], given: Mapping[str, Any], target: str = "") -> Any:
    """Run dbt on the project as it was read before, with the vars and the environment of now."""
    project = project_of(given, target)
    with mock.patch.object(jinja2.Environment, "compile", compile_once):
        outcome = dbt_runner()(manifest=project).invoke(arguments)
    close_file()
    return outcome


def close_file() -> None:
    """Close the DuckDB file, which dbt keeps open for its next command in this process."""
    from dbt.adapters.duckdb.connections import (  # noqa: PLC0415 - dbt is slow to import
        DuckDBConnectionManager,
    )

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()


def project_of(given: Mapping[str, Any], target: str = "") -> Any:
    """The project without its tests, which reads the rulebook that the environment names."""
    decisive = {name: value for name, value in given.items() if decides_about_nodes(name)}
    rulebooks = os.environ.get("RULEBOOK", ""), os.environ.get("CHALLENGER", "")
    # What else dbt takes from the environment as it reads the project.
    place = tuple(os.environ.get(name, "") for name in ("PGDATABASE", "LEAD_SCORING_SPARK_FORMAT"))
    given_vars = json.dumps(decisive, sort_keys=True)
    project = _parsed_project(given_vars, target, rulebooks[1] != "", *place)
    seeds = DEFAULT_DIRECTORY
    if any(rulebooks):
        seeds = composed_directory(ROOT, *rulebooks).relative_to(ROOT)
    for node in project.nodes.values():
        if node.resource_type == "seed" and node.name in FILES:
            node.original_file_path = str(seeds / node.path)
    return project


def decides_about_nodes(variable: str) -> bool:
    """Whether dbt asks for a var when it parses the project; each run asks for the others."""
    named = {"compare_scorecards", "mapping", "sources"}
    return variable in named or variable.startswith(("keep_", "raw_"))


@cache
def _parsed_project(variables: str, target: str, _has_challenger: bool, *_place: str) -> Any:
    options = ["--target", target] if target else []
    with mock.patch.object(jinja2.Environment, "compile", compile_once):
        outcome = dbt_runner()().invoke(
            ["parse", "--no-partial-parse", "--vars", variables, *options, *WITHOUT_FILES]
        )
    assert outcome.success, outcome.exception
    # Most of the project are tests; a graph without them is made and searched in no time.
    outcome.result.unit_tests.clear()
    for name in [name for name in outcome.result.nodes if name.startswith("test.")]:
        del outcome.result.nodes[name]
    return outcome.result


COMPILE = jinja2.Environment.compile
COMPILED: dict[tuple[Any, ...], Any] = {}


def compile_once(environment: jinja2.Environment, source: Any, *options: Any) -> Any:
    """Jinja's code of a template: dbt compiles that of each model again in each run."""
    if not isinstance(source, str):
        return COMPILE(environment, source, *options)
    key = (type(environment), source, *options)
    if key not in COMPILED:
        COMPILED[key] = COMPILE(environment, source, *options)
    return COMPILED[key]


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user with an empty directory, for the tests of one file to work in."""
    return CommandLine(tmp_path_factory.mktemp("user"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user who has scored the demo, with all reports; to change it, take a copy.

    The workers of pytest share it: the first that needs it builds it, the others wait.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    user = CommandLine(shared / "demo")
    user.directory.mkdir(exist_ok=True)
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not user.warehouse.exists():
            done = user.run("build")
            assert done.returncode == 0, done.stdout + done.stderr
    return user
