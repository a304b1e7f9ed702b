"""A database beside the warehouse for rows that are looked at before they are taken in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ..sql import literal

# No warehouse file should have this name, as DuckDB names a database after its file.
_NAME = "_arrived_rows"


@contextmanager
def scratch_schema(connection: duckdb.DuckDBPyConnection, work_dir: Path) -> Iterator[str]:
    """An empty schema on disk, so that a file larger than the memory fits; gone afterwards.

    After an error it stays: the whole work_dir is thrown away then.
    """
    path = work_dir / "arrived.duckdb"
    path.unlink(missing_ok=True)
    connection.execute(f"attach {literal(str(path))} as {_NAME}")
    yield f"{_NAME}.main"
    connection.execute(f"detach {_NAME}")
    path.unlink()
