"""The command `validate`: the gate before scoring and the one after it."""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ..errors import UserError
from ..loading import add_target
from ..project import ROOT, TEAM, dbt_project, shown
from ..source_input import was_built_on_sources
from ..warehouse import Warehouse
from .batches import Batches, open_batches
from .data_docs import write_data_docs
from .expectations import Validator, empty_result
from .results import Finding, SuiteResult
from .suites import STAGES, Expectation, Suite, read_suites
from .terminal import print_suites

_ASK_FOR_VALUES = (
    "expect_column_proportion_of_non_null_values_to_be_between",
    "expect_column_values_to_not_be_null",
)


def add_parser(commands: Any) -> None:
    """Add the command `validate`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "validate", help="run the Great Expectations suites on the raw input and on the marts"
    )
    parser.add_argument(
        "--stage",
        choices=(*STAGES, "all"),
        default="all",
        help="raw: the loaded input; marts: what was scored from it (default: all)",
    )
    parser.add_argument(
        "--as-of",
        default=os.environ.get("AS_OF", ""),
        help="the scoring day, YYYY-MM-DD (AS_OF; default: the demo's last day, else today)",
    )
    parser.add_argument(
        "--suites",
        type=Path,
        default=os.environ.get("SUITES") or ROOT / "validation",
        help="the directory of the suites (SUITES; default: validation)",
    )
    parser.add_argument(
        "--data-docs", type=Path, default=dbt_project() / "data_docs", help="where the results go"
    )
    if TEAM:
        add_target(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validate, show and write the results; an error where a critical expectation fails."""
    if importlib.util.find_spec("great_expectations") is None:
        cure = "pip install great_expectations" if TEAM else "make validate"
        raise UserError(f"the package great_expectations is not installed; run: {cure}")
    stages = _stages(options.stage)
    as_of = _day(options.as_of)
    suites = read_suites(options.suites.absolute(), stages)
    results = []
    with _opened(getattr(options, "target", ""), suites, as_of) as batches:
        print(f"Great Expectations: {len(suites)} suites as of {batches.as_of}", flush=True)
        validator = Validator()
        prepared = [validator.prepare(suite) for suite in suites]
        for suite, expectations in zip(suites, prepared, strict=True):
            results.append(_validate(validator, batches, suite, expectations))
    print_suites(results)
    page = write_data_docs(options.data_docs.absolute(), results, stages)
    print(f"Data Docs  {shown(page)}")
    failed = [finding for each in results for finding in each.findings if finding.state == "failed"]
    if failed:
        raise UserError(_sentence(failed))
    return 0


def _stages(named: str) -> tuple[str, ...]:
    """The stages to validate; raw is about rows of files, which tables of loaders are not."""
    stages: tuple[str, ...] = STAGES if named == "all" else (named,)
    if TEAM is None and "raw" in stages and was_built_on_sources(Warehouse.from_environment()):
        if named == "raw":
            raise UserError(
                "the suites of the stage raw are about the rows of files, and the warehouse was"
                " built on the tables of loaders; see marts.input_fates and"
                " marts.unmapped_source_values, or run: make validate"
            )
        print("Note: the suites on raw input are left out, as the input is the tables of loaders.")
        stages = tuple(stage for stage in stages if stage != "raw")
    return stages


def _opened(
    target: str, suites: list[Suite], as_of: datetime.date | None
) -> AbstractContextManager[Batches]:
    """The warehouse; of a team's own dbt project a copy of what the suites are about."""
    if TEAM is None:
        return open_batches(Warehouse.from_environment(), as_of)
    # dbt is slow to import.
    from ..engines.team import TeamWarehouse  # noqa: PLC0415
    from .team import open_team_batches  # noqa: PLC0415

    return open_team_batches(TeamWarehouse(TEAM, target), suites, as_of)


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UserError(f"AS_OF={text} is no day; write it as 2026-06-30.") from None


def _validate(
    validator: Validator, batches: Batches, suite: Suite, prepared: list[Any]
) -> SuiteResult:
    frame = batches.frame(suite)
    skipped = {
        position: f"skipped: no {lacking[0]} in the input"
        for position, expectation in enumerate(suite.expectations)
        if (lacking := _lacking(batches, suite, expectation))
    }
    if len(frame) == 0:
        success, status = suite.skip_when_empty, "no rows"
        if suite.skip_when_empty:
            status = "skipped: no rows"
        results = [
            empty_result(expectation, status, success=success) for expectation in suite.expectations
        ]
    else:
        results = validator.validate(suite, prepared, frame)
    for position, status in skipped.items():
        results[position] = empty_result(suite.expectations[position], status, success=True)
    return SuiteResult(
        stage=suite.stage,
        name=suite.name,
        table=suite.table,
        grain=suite.grain,
        path=shown(suite.path),
        as_of=str(batches.as_of),
        validated_at=f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d %H:%M} UTC",
        rows=len(frame),
        results=results,
        great_expectations_version=validator.version,
    )


def _lacking(batches: Batches, suite: Suite, expectation: Expectation) -> list[str]:
    """Columns the input lacks; none where the very point is that they are there."""
    if expectation.severity == "critical" and expectation.type in _ASK_FOR_VALUES:
        return []
    return batches.lacks(suite, [*expectation.columns, *expectation.needs])


def _sentence(failed: list[Finding]) -> str:
    first = failed[0]
    more = f" (and {len(failed) - 1} more critical failures above)" if failed[1:] else ""
    return (
        f"{first.sentence}{more}; correct the data, or the bound in {first.suite.path} if it does"
        " not fit your data."
    )
