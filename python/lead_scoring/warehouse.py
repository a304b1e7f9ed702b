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
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .errors import UserError
from .project import dbt_project, shown

PATH_VARIABLE = "LEAD_SCORING_DUCKDB_PATH"
MEMORY_VARIABLE = "LEAD_SCORING_MEMORY_LIMIT"
SCHEMAS = {"raw", "staging", "intermediate", "rulebook", "marts", "activation"}


_FICLONE = 0x40049409  # Linux: let two files share their blocks until one of them changes


def bounds() -> dict[str, str | bool | int | float | list[str]]:
    """How much memory DuckDB may take, as in profiles.yml; the rest it puts on disk."""
    return {"memory_limit": os.environ.get(MEMORY_VARIABLE) or "6GB"}


@contextmanager
def locked(lock_file: Path, name: str) -> Iterator[None]:
    """Keep other builds of what is called by the name out; an error where one is running."""
    with lock_file.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise UserError(
                f"another build of {name} is running (process {file.read()});"
                " wait until it is done, or stop it."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@dataclass(frozen=True)
class Warehouse:
    """A DuckDB file and the files beside it."""

    path: Path

    @classmethod
    def from_environment(cls) -> Warehouse:
        """The file that the environment names, else lead_scoring.duckdb in the project."""
        given = os.environ.get(PATH_VARIABLE) or "lead_scoring.duckdb"
        warehouse = cls((dbt_project() / given).resolve())
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
        """Keep other builds of this warehouse out; an error where one is running or none may be."""
        self._check_writable()
        with locked(self.path.parent / f".{self.path.stem}.lock", shown(self.path)):
            yield

    @property
    def previous_path(self) -> Path:
        """Where the last warehouse is kept when one of another input takes its place."""
        return self.path.with_name(f"{self.path.stem}.previous{self.path.suffix}")

    def files(self) -> list[Path]:
        """The warehouse and the one of another input kept beside it, as far as they exist."""
        paths = (self.path, self.previous_path)
        return [path for path in paths if path.exists() and _is_duckdb(path)]

    @contextmanager
    def read(self, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """Read one of the files, with what a writer may have left in the log beside it.

        The log is taken into the file: it would otherwise outlive its file and be taken for a part
        of the next one.
        """
        log = path.with_name(path.name + ".wal")
        try:
            connection = duckdb.connect(str(path), read_only=not log.exists())
        except duckdb.IOException as error:
            if "lock" not in str(error):
                raise
            raise UserError(
                f"another program has {shown(path)} open for writing; close it there and"
                " run the command again."
            ) from None
        with connection:
            yield connection

    def state(self) -> object:
        """What is another one after somebody has written to the warehouse."""
        log = self.path.with_name(self.path.name + ".wal")
        found = [path.stat() for path in (self.path, log) if path.exists()]
        return [(status.st_ino, status.st_size, status.st_mtime_ns) for status in found]

    def copy_to(self, target: Path) -> None:
        """Copy the warehouse while nobody can write to it."""
        with self.read(self.path):
            pass
        with self.read(self.path):
            copy_file(self.path, target)

    def start_side_file(self, start: Path | None = None) -> None:
        """Prepare the side file: none yet, or a copy of the file to start with."""
        self.discard_side_file()
        self.work_dir.mkdir()
        if start is not None:
            copy_file(start, self.side_path)

    def put_side_file_in_place(self, *, keep_last: bool = False, place: Path | None = None) -> None:
        """Make the finished side file the warehouse, and keep the last one beside where asked.

        place: another of the files that it shall replace.
        """
        place = place or self.path
        with duckdb.connect(str(self.side_path)) as connection:
            connection.execute("checkpoint")
        if place in self.files():
            with self.read(place):
                pass
            if keep_last:
                self._keep_last()
        with self.side_path.open("rb") as file:
            os.fsync(file.fileno())
        self.side_path.replace(place)
        self.discard_side_file()

    def discard_side_file(self) -> None:
        """Remove the side file and all beside it."""
        shutil.rmtree(self.work_dir, ignore_errors=True)

    def _keep_last(self) -> None:
        # By a second name first, so that at no moment there is no warehouse.
        kept = self.work_dir / self.previous_path.name
        try:
            os.link(self.path, kept)
        except OSError:
            copy_file(self.path, kept)
        kept.replace(self.previous_path)

    def _check_writable(self) -> None:
        # A build replaces the file, so the system alone would not keep one from a read-only file.
        if self.path.exists() and (
            not self.path.stat().st_mode & stat.S_IWUSR or not os.access(self.path, os.W_OK)
        ):
            raise UserError(
                f"{shown(self.path)} is read-only; make it writable, or let {PATH_VARIABLE} name"
                " another file."
            )
        if not os.access(self.path.parent, os.W_OK):
            raise UserError(
                f"the directory {shown(self.path.parent)} is read-only, and a build needs room in"
                f" it beside the warehouse; make it writable, or let {PATH_VARIABLE} name a file"
                " elsewhere."
            )

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


def copy_file(source: Path, target: Path) -> None:
    """Copy a file; at once, and without using more disk, where the file system shares blocks."""
    with source.open("rb") as original, target.open("wb") as copy:
        try:
            fcntl.ioctl(copy, _FICLONE, original.fileno())
        except OSError:
            shutil.copyfile(source, target)
