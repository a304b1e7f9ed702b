"""The command `validate`: the gate before scoring and the one after it."""

from __future__ import annotations

import datetime
import importlib.util
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from .. import options
from ..errors import UserError
from ..project import ROOT, TEAM, dbt_project, shown
from ..source_input import was_built_on_sources
from ..warehouse import Warehouse
from .batches import Batches, open_batches
from .data_docs import write_data_docs
from .expectations import Validator, empty_result
from .results import Finding, SuiteResult
from .suites import STAGES, Expectation, Suite, read_suites
from .terminal import print_suites

# A clone of this project validates the DuckDB file alone.
_target = options.target if TEAM else lambda command: command
_ASK_FOR_VALUES = (
    "expect_column_proportion_of_non_null_values_to_be_between",
    "expect_column_values_to_not_be_null",
)


@click.command()
@click.option(
    "--stage",
    type=click.Choice((*STAGES, "all")),
    default="all",
    help="raw: the loaded input; marts: what was scored from it (default: all)",
)
@options.variable(
    "as-of", "the scoring day (default: the demo's last day, else today)", metavar="YYYY-MM-DD"
)
@options.place(
    "suites",
    "the directory of the suites (default: validation)",
    default=lambda: ROOT / "validation",
)
@click.option(
    "--data-docs",
    type=Path,
    default=lambda: dbt_project() / "data_docs",
    help="where the results go",
)
@_target
def run(stage: str, as_of: str, suites: Path, data_docs: Path, target: str = "") -> None:
    """Run the Great Expectations suites on the raw input and the marts.

    Ends with an error where a critical expectation fails.
    """
    if importlib.util.find_spec("great_expectations") is None:
        cure = "pip install great_expectations" if TEAM else "make validate"
        raise UserError(f"the package great_expectations is not installed; run: {cure}")
    stages = _stages(stage)
    day = _day(as_of)
    found = read_suites(suites.absolute(), stages)
    results = []
    with _opened(target, found, day) as batches:
        print(f"Great Expectations: {len(found)} suites as of {batches.as_of}", flush=True)
        validator = Validator()
        prepared = [validator.prepare(suite) for suite in found]
        for suite, expectations in zip(found, prepared, strict=True):
            results.append(_validate(validator, batches, suite, expectations))
    print_suites(results)
    page = write_data_docs(data_docs.absolute(), results, stages)
    print(f"Data Docs  {shown(page)}")
    failed = [finding for each in results for finding in each.findings if finding.state == "failed"]
    if failed:
        raise UserError(_sentence(failed))


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
