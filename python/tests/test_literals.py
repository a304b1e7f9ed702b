"""A cell that macros write into SQL cannot leave its literal, on any engine.

Most cells are read as columns and never stand in SQL; the few that do go through two macros. What
these give is parsed for each engine, so that no build is needed; DuckDB runs it too.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2
import pytest
import sqlglot
from sqlglot import TokenType

from lead_scoring.project import ROOT
from lead_scoring.sql_macros import call

from .test_cells_are_text import CONTROLS, random_cell, seeded

# As dbt looks for macros of an engine, and how its escape_single_quotes writes a quote there.
ENGINES = {
    "duckdb": (("duckdb", "default"), "''"),
    "postgres": (("postgres", "default"), "''"),
    "redshift": (("redshift", "postgres", "default"), "''"),
    "snowflake": (("snowflake", "default"), "''"),
    "spark": (("spark", "default"), "\\'"),
    "databricks": (("databricks", "spark", "default"), "\\'"),
    "bigquery": (("bigquery", "default"), "\\'"),
}
# Each alone, and then many together.
CELLS = [
    *("\\", "\\\\", "'", "\\'", "'\\", "\\''; drop table leads; --", "a\nb", "a\r\nb", "", "\\n"),
    *(random_cell(random, *CONTROLS) for random in [seeded(41)] for _ in range(2000)),
]


class _ReturnedError(Exception):
    pass


def macro_of(engine: str) -> Callable[[str], str]:
    """The macro text_literal as it is where dbt runs on that engine."""
    kinds, quote = ENGINES[engine]
    source = (ROOT / "macros" / "cross_db" / "text_literal.sql").read_text(encoding="utf-8")
    environment = jinja2.Environment()  # noqa: S701 - this is SQL

    def returned(value: Any) -> None:
        raise _ReturnedError(value)

    def dispatched(name: str, _: str) -> Any:
        found = (getattr(module, f"{kind}__{name}", None) for kind in kinds)
        return next(macro for macro in found if macro)

    names = SimpleNamespace()
    environment.globals |= {
        "return": returned,
        "adapter": SimpleNamespace(dispatch=dispatched),
        "dbt": SimpleNamespace(
            string_literal=lambda value: f"'{value}'",
            escape_single_quotes=lambda value: str(value).replace("'", quote),
        ),
        "lead_scoring": names,
    }
    module = environment.from_string(source).module
    vars(names).update({n: getattr(module, n) for n in dir(module) if not n.startswith("_")})

    def text_literal(text: str) -> str:
        with pytest.raises(_ReturnedError) as caught:
            module.text_literal(text)  # type: ignore[attr-defined]
        return str(caught.value.args[0])

    return text_literal


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cell_is_one_literal_on_every_engine(engine: str) -> None:
    """Snowflake and Redshift read a backslash as the begin of an escape, as Spark does."""
    literals = list(map(macro_of(engine), CELLS))
    tokens = sqlglot.tokenize(", ".join(literals), dialect=engine)
    read = [token.text for token in tokens if token.token_type != TokenType.COMMA]
    assert {token.token_type for token in tokens} == {TokenType.STRING, TokenType.COMMA}
    assert read == CELLS
    # A literal of BigQuery ends with its line.
    assert engine != "bigquery" or not {"\n", "\r"} & set("".join(literals))


def test_duckdb_reads_back_what_was_written() -> None:
    """By the macros that the loader and dbt share."""
    named = list(dict.fromkeys(cell for cell in CELLS if cell))
    columns = [f"{call('text_literal', cell)} as {call('quoted', cell)}" for cell in named]
    with duckdb.connect() as connection:
        # Names of columns that differ in case alone are one.
        for column, cell in zip(columns, named, strict=True):
            found = connection.execute(f"select {column}")
            assert found.description is not None
            assert (found.description[0][0], found.fetchall()) == (cell, [(cell,)])
