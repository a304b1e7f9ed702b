"""mapping.yml: how the files of a directory become the tables of the contract.

What an entry means is said by the macros of macros/staging/mapping.sql, which plain dbt uses as
well.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..contract import SOURCES, Source
from ..errors import UserError
from ..project import shown
from ..sql_macros import call
from .files import source_files

FILE_NAME = "mapping.yml"
Mapping = dict[str, Any]


@dataclass(frozen=True)
class InputFile:
    """One file of a table, and how it is mapped; not at all where it has the contract's shape."""

    path: Path
    mapping: Mapping = field(default_factory=dict)

    @property
    def has_mapping(self) -> bool:
        """Whether anything is to be done to the file's columns or rows."""
        return any(key not in ("file", "files") for key in self.mapping)


@dataclass(frozen=True)
class InputMapping:
    """The mapping of a directory; empty where it has none."""

    directory: Path
    parts: dict[str, list[Mapping]] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    def of(cls, directory: Path) -> InputMapping:
        """The mapping that lies in the directory."""
        path = directory / FILE_NAME
        if not path.is_file():
            return cls(directory)
        text = path.read_text(encoding="utf-8")
        try:
            # Every scalar stays the text that it is: Yes, 1 and 2026-01-31 are words here.
            content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes only texts
        except yaml.YAMLError as problem:
            mark = getattr(problem, "problem_mark", None)
            where = f", line {mark.line + 1}" if mark else ""
            raise UserError(
                f"{shown(path)}{where}: this is no YAML; put texts with a colon, a percent sign or"
                " a brace into quotes."
            ) from None
        digest = hashlib.sha256(text.encode()).hexdigest()
        return cls(directory, _parts(path, content or {}), digest)

    def files(self, source: Source) -> list[InputFile]:
        """The files of a table, those of each part in the order of their names."""
        if source.name not in self.parts:
            return [InputFile(path) for path in source_files(self.directory, source)]
        return [
            InputFile(path, part)
            for part in self.parts[source.name]
            for path in self._paths(source, part)
        ]

    def _paths(self, source: Source, part: Mapping) -> list[Path]:
        given = part.get("files", part.get("file"))
        if given is None:
            return source_files(self.directory, source)
        patterns = given if isinstance(given, list) else [given]
        return [path for pattern in patterns for path in self._matching(source, str(pattern))]

    def _matching(self, source: Source, pattern: str) -> list[Path]:
        found = sorted(path for path in self.directory.glob(pattern) if path.is_file())
        if not found:
            there = sorted(path.name for path in self.directory.iterdir() if path.is_file())
            close = difflib.get_close_matches(pattern, there, n=1, cutoff=0.4)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(there[:20])}"
            raise UserError(
                f"{shown(self.directory / FILE_NAME)}: {source.name} names the file {pattern},"
                f" which is not there; {hint}"
                + ("" if hint.endswith("?") else "; name one of them.")
            )
        return found


def named_uniquely(directory: Path, files: list[InputFile]) -> dict[str, InputFile]:
    """The files by their names in the directory; one that is mapped twice gets a number."""
    named: dict[str, InputFile] = {}
    for file in files:
        name = unique = file.path.relative_to(directory).as_posix()
        number = 1
        while unique in named:
            number += 1
            unique = f"{name} ({number})"
        named[unique] = file
    return named


class MappedColumns:
    """The columns and rows that a mapping makes of those that a file has."""

    def __init__(self, source: Source, file: InputFile, names: dict[str, str]) -> None:
        """Names: SQL of the columns as text, by the names that the file has for them."""
        self._source, self._file, self._names = source, file, names
        rivals = self._call("rival_columns", source.name, file.mapping, names)
        for column, candidates in rivals.items():
            listed = " and ".join(map(repr, candidates))
            raise UserError(
                f"{shown(file.path)} has {len(candidates)} columns called {column} ({listed});"
                " name the one that is meant in columns of mapping.yml, or rename the other."
            )
        self.columns: dict[str, str] = self._call(
            "mapped_columns", source.name, file.mapping, names
        )
        self.condition: str = self._call("mapped_filter", file.mapping, names)
        lacking = source.missing(list(self.columns))
        if lacking:
            raise UserError(
                f"{shown(file.path)} has {lacking}; add it to columns of {source.name} in"
                f" {FILE_NAME} (columns found: {', '.join(list(names)[:40])})."
            )

    def words(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Each column whose values are translated, the SQL of its text, and the translation."""
        bare = {**self._file.mapping, "values": {}, "times": {}, "prefixes": {}}
        columns = self._call("mapped_columns", self._source.name, bare, self._names)
        for column, words in (self._file.mapping.get("values") or {}).items():
            yield column, columns[call("mapped_name", self._source.name, column)], words

    def times(self) -> Iterator[tuple[str, str, str]]:
        """Each column whose times have a format, the SQL of its text, and the format."""
        bare = {**self._file.mapping, "times": {}, "prefixes": {}}
        columns = self._call("mapped_columns", self._source.name, bare, self._names)
        for column, written in (self._file.mapping.get("times") or {}).items():
            yield column, columns[call("mapped_name", self._source.name, column)], written

    def _call(self, macro: str, *arguments: Any) -> Any:
        try:
            return call(macro, *arguments)
        except UserError as error:
            place = shown(self._file.path.parent / FILE_NAME)
            raise UserError(_sentence(str(error).replace("mapping:", f"{place}:", 1))) from None


def _sentence(text: str) -> str:
    return text.removesuffix(".") if text.endswith("?.") else text


def _parts(path: Path, content: Any) -> dict[str, list[Mapping]]:
    tables = [source.name for source in SOURCES]
    if not isinstance(content, dict):
        raise UserError(f"{shown(path)} is no mapping; begin it with `leads:`.")
    parts: dict[str, list[Mapping]] = {}
    for table, given in content.items():
        if table not in tables:
            close = difflib.get_close_matches(str(table), tables, n=1)
            hint = f"did you mean {close[0]}?" if close else f"it may map {', '.join(tables)}."
            raise UserError(f"{shown(path)}: {table} is no table of the input; {hint}")
        listed = given if isinstance(given, list) else [given]
        if not all(isinstance(part, dict) for part in listed):
            raise UserError(
                f"{shown(path)}: {table} has to be a mapping with keys such as file and columns, or"
                " a list of such mappings."
            )
        for part in listed:
            for key in ("table", "model"):
                if key in part:
                    raise UserError(
                        f"{shown(path)}: {table} names a {key}, which is for tables of a warehouse;"
                        " name a file here."
                    )
        parts[table] = listed
    return parts
