"""The warehouse file: who may build it, and how a finished build takes its place.

A build never touches the warehouse. It fills a side file and, when everything has passed, moves it
over the warehouse in one step. So readers see the last good build or the new one, never half of
it, and a build that fails or is killed leaves the warehouse as it was. The side file has the name
of the warehouse and lies in a folder beside it: DuckDB names the catalog after the file, and views
refer to it by that name. After a failure it stays there, to look into, until the next build.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .errors import UserError
from .project import ROOT, shown

PATH_VARIABLE = "LEAD_SCORING_DUCKDB_PATH"
SCHEMAS = {"raw", "staging", "intermediate", "rulebook", "marts", "activation"}


@dataclass(frozen=True)
class Warehouse:
    """A DuckDB file and the files beside it."""

    path: Path

    @classmethod
    def from_environment(cls) -> Warehouse:
        """The file that the environment names, else lead_scoring.duckdb in the project."""
        given = os.environ.get(PATH_VARIABLE) or "lead_scoring.duckdb"
        warehouse = cls((ROOT / given).resolve())
        warehouse._check()
        return warehouse

    @property
    def side_path(self) -> Path:
        """Where a build happens."""
        return self.path.parent / f".{self.path.stem}.building" / self.path.name

    @property
    def work_dir(self) -> Path:
        """A place for temporary files of a build, on the disk of the warehouse."""
        return self.side_path.parent

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds of this warehouse out; an error where one is running."""
        with (self.path.parent / f".{self.path.stem}.lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise UserError(
                    f"another build of {shown(self.path)} is running (process {file.read()});"
                    " wait until it is done, or stop it."
                ) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def start_side_file(self, *, from_warehouse: bool = False) -> None:
        """Prepare the side file: none yet, or a copy of the warehouse where there is one."""
        self.discard_side_file()
        self.work_dir.mkdir()
        if self.path.exists():
            self._settle()
            if from_warehouse:
                shutil.copyfile(self.path, self.side_path)

    def put_side_file_in_place(self) -> None:
        """Make the finished side file the warehouse."""
        with duckdb.connect(str(self.side_path)) as connection:
            connection.execute("checkpoint")
        if self.path.exists():
            self._settle()
        with self.side_path.open("rb") as file:
            os.fsync(file.fileno())
        self.side_path.replace(self.path)
        self.discard_side_file()

    def discard_side_file(self) -> None:
        """Remove the side file and all beside it."""
        shutil.rmtree(self.work_dir, ignore_errors=True)

    def _settle(self) -> None:
        """Take what a writer left in the log beside the warehouse into the file itself.

        The log would otherwise outlive its file and be taken for a part of the next one.
        """
        log = self.path.with_name(self.path.name + ".wal")
        try:
            duckdb.connect(str(self.path), read_only=not log.exists()).close()
        except duckdb.IOException as error:
            if "lock" not in str(error):
                raise
            raise UserError(
                f"another program has {shown(self.path)} open for writing; close it there and"
                " run the command again."
            ) from None

    def _check(self) -> None:
        if self.path.stem in SCHEMAS:
            raise UserError(
                f"a warehouse cannot be called {self.path.name}: DuckDB would take the schema"
                f" {self.path.stem} for the file; let {PATH_VARIABLE} name another file."
            )
        if self.path.is_dir():
            raise UserError(
                f"{PATH_VARIABLE} names the directory {shown(self.path)}; name a file in it."
            )
        if self.path.parent.exists() and not self.path.parent.is_dir():
            raise UserError(f"{shown(self.path.parent)} is a file; name another place.")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size > 0 and not _is_duckdb(self.path):
            raise UserError(
                f"{shown(self.path)} is not a DuckDB file and will not be overwritten; let"
                f" {PATH_VARIABLE} name another file."
            )


def _is_duckdb(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"
