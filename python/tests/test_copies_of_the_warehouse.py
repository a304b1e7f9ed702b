"""A warehouse file that is copied, renamed, or attached under another name is still a warehouse."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from lead_scoring.project import ROOT

from .conftest import CommandLine

# Disabled unless two rulebooks are compared, or var sources names a system.
OFF = {"comparison", "unmapped_source_values", "source_columns"}
MARTS = {
    path.stem
    for path in (ROOT / "models/marts").rglob("*.sql")
    if not OFF & {path.stem, path.parent.name}
}


def unreadable(warehouse: Path, *schemas: str) -> tuple[set[str], dict[str, str]]:
    """What is in some schemas of a warehouse attached as `other`, and what cannot be read of it."""
    errors = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as other (read_only)")
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_catalog = 'other' and list_contains(?, table_schema)",
            [schemas],
        ).fetchall()
        for schema, name in names:
            try:
                connection.execute(f"select count(*) from other.{schema}.{name}")
            except duckdb.Error as error:
                errors[name] = str(error)
    return {name for _, name in names}, errors


@pytest.mark.models
def test_every_mart_is_readable_under_another_name(demo: CommandLine, tmp_path: Path) -> None:
    found, errors = unreadable(demo.warehouse, "marts", "activation")
    assert found == MARTS
    assert not errors
    renamed = shutil.copyfile(demo.warehouse, tmp_path / "leads of june.duckdb")
    with duckdb.connect(str(renamed), read_only=True) as connection:
        for name in ("marts.lead_activity", "activation.crm_lead_states"):
            assert connection.execute(f"select count(*) > 0 from {name}").fetchone() == (True,)
