"""Each cloud warehouse takes what dbt sends it: seeds, models, snapshot, hooks and all tests.

dbt runs with the warehouse's own adapter; behind it stands a warehouse that only parses.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner

from lead_scoring.contract import SOURCES
from lead_scoring.project import WITH_UNIT_TESTS

from .adapters import Answers, connected_to
from .parsed_warehouse import ParsedWarehouse

PASSED: Answers = {"failures": [0], "should_warn": [False], "should_error": [False]}
# What a later run finds: batches taken in before, and a new one.
LATER: Answers = {"batch_status": ["known", "new"], "arrival_batch": [7]}
TEXTS = {"snowflake": "TEXT", "bigquery": "STRING", "databricks": "STRING", "redshift": "VARCHAR"}


@pytest.fixture(params=sorted(TEXTS))
def warehouse(request: pytest.FixtureRequest) -> ParsedWarehouse:
    """An engine into which a loader has put the three tables of the input."""
    warehouse = ParsedWarehouse(request.param)
    for table in SOURCES:
        warehouse.create("raw", table.name, list(table.columns), TEXTS[request.param])
    return warehouse


def test_every_statement_is_one_that_the_engine_takes(
    warehouse: ParsedWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run with unit tests, a later one, the comparison of rulebooks, and the analyses."""
    monkeypatch.setenv(*next(iter(WITH_UNIT_TESTS.items())))
    with connected_to(warehouse, PASSED):
        _dbt(warehouse, "build")
    assert len(warehouse.catalog.columns) > 150
    with connected_to(warehouse, PASSED | LATER):
        _dbt(warehouse, "build", "--resource-type", "model", "snapshot")
    _copy_tables_of_another_rulebook(warehouse)
    compared = json.dumps({"compare_with": "compared"})
    with connected_to(warehouse, PASSED):
        _dbt(warehouse, "build", "--vars", compared, "--select", "comparison")
        _dbt(warehouse, "compile", "--select", "resource_type:analysis")
    for analysis in (tmp_path / "target" / "compiled" / "lead_scoring" / "analyses").glob("*.sql"):
        warehouse.execute(analysis.read_text(encoding="utf-8"), analysis.name)
    assert not warehouse.problems, shown(warehouse)


def _dbt(warehouse: ParsedWarehouse, *arguments: str) -> None:
    outcome = dbtRunner().invoke(
        [*arguments, "--target", warehouse.name, "--threads", "1", "--quiet", "--no-partial-parse"]
    )
    assert outcome.success, f"{outcome.exception or arguments}\n{shown(warehouse)}"


def _copy_tables_of_another_rulebook(warehouse: ParsedWarehouse) -> None:
    catalog = warehouse.catalog
    for (schema, name), columns in list(catalog.columns.items()):
        if schema in {"intermediate", "rulebook", "marts"}:
            catalog.columns["compared", name] = columns
            catalog.kinds["compared", name] = "table"


def shown(warehouse: ParsedWarehouse) -> str:
    """Each problem once, with its first node and statement."""
    first = {problem.message: problem for problem in reversed(warehouse.problems)}
    return "\n".join(
        f"{message} ({problem.node})\n{problem.sql[:1000]}" for message, problem in first.items()
    )
