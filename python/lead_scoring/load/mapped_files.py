"""Loads files of another shape than the contract's by their mapping."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from ..contract import UNREADABLE_LINE, Source
from ..errors import UserError
from ..project import shown
from ..sql import identifier
from ..sql_macros import call
from .csv_files import load_csv
from .files import is_renamed
from .mapping import FILE_NAME, InputFile, MappedColumns
from .parquet_files import load_parquet
from .raw_table import RawTable
from .time_formats import MOST_VALUES, formats_of, is_readable


def load_mapped(raw: RawTable, file: InputFile, source: Source, work_dir: Path) -> None:
    """Add the rows of one file to the raw table, as its mapping has them."""
    delivered = RawTable(raw.connection, f"delivered_{source.name}", schema="temp")
    if file.path.suffix.lower() == ".csv":
        mapped = _mapped_names(file)
        names = load_csv(delivered, file.path, source, work_dir, mapped)
    else:
        names = load_parquet(delivered, file.path, source, is_mapped=True)
    made = MappedColumns(source, file, {name: identifier(column) for name, column in names.items()})
    _check_words(delivered, source, file, made)
    _check_times(delivered, source, file, made)
    columns = list(made.columns)
    raw.add_columns(columns)
    condition = made.condition
    if UNREADABLE_LINE in delivered.columns:
        condition = f"{UNREADABLE_LINE} is null and ({condition})"
        raw.add_columns([UNREADABLE_LINE])
        raw.insert(
            [UNREADABLE_LINE],
            f"select {UNREADABLE_LINE} from {delivered.name} where {UNREADABLE_LINE} is not null",
        )
    expressions = ", ".join(made.columns.values())
    raw.insert(columns, f"select {expressions} from {delivered.name} where {condition}")
    raw.connection.execute(f"drop table {delivered.name}")
    raw.renamed |= {
        name: given
        for given in names
        if (name := call("mapped_name", source.name, given)) in columns and is_renamed(given, name)
    }


def _mapped_names(file: InputFile) -> set[str]:
    """The names of columns that a mapping uses, by which the delimiter is known."""
    found: set[str] = set()
    columns = file.mapping.get("columns")
    for source in columns.values() if isinstance(columns, dict) else ():
        found.update(call("source_columns", source))
    for key in ("where", "where_not"):
        found.update(map(str, file.mapping.get(key) or ()))
    return found


def _check_words(delivered: RawTable, source: Source, file: InputFile, made: MappedColumns) -> None:
    """An error where a word that the mapping translates is misspelt; a note where no row has it."""
    for column, text, words in made.words():
        query = (
            f"select distinct {call('clean_text', text)} from {delivered.name}"
            f" where {made.condition}"
        )
        rows = delivered.connection.execute(query).fetchall()
        there = {str(value).lower(): str(value) for (value,) in rows if value is not None}
        wanted = {_folded(word): word for word in words if word != "*"}
        spare = {folded: word for folded, word in there.items() if folded not in wanted}
        for folded in [word for word in wanted if word not in there]:
            place = f"{shown(file.path.parent / FILE_NAME)}: {column} of {source.name}"
            close = difflib.get_close_matches(folded, list(spare), n=1, cutoff=0.7)
            if close or not (set(wanted) & set(there) or "*" in words):
                others = ", ".join(map(_shown, sorted(there.values())[:20])) or "none at all"
                hint = (
                    f"did you mean {_shown(spare[close[0]])}?" if close else f"there are {others}."
                )
                raise UserError(
                    f"{place} translates {wanted[folded]}, a value that no row of"
                    f" {file.path.name} has; {hint}"
                )
            print(f"  {place} translates {wanted[folded]}, which no row has")


def _shown(value: str) -> str:
    return str(call("shown_value", value))


def _folded(word: Any) -> str:
    return str(word).strip().lower()


def _check_times(delivered: RawTable, source: Source, file: InputFile, made: MappedColumns) -> None:
    """An error where a format reads none of the times that it is for."""
    for column, text, written in made.times():
        given = call("clean_text", text)
        read = call("read_timestamp_as", "given", written)
        rows = (
            f"(select {given} as given from {delivered.name} where {made.condition}"
            f" and {given} is not null)"
        )
        row = delivered.connection.execute(
            f"select count(*), count(*) filter (({read}) is not null or {is_readable('given')})"
            f" from {rows}"
        ).fetchone()
        count, readable = row or (0, 0)
        if not count or readable:
            continue
        values = [
            str(value)
            for (value,) in delivered.connection.execute(
                f"select given from {rows} limit {MOST_VALUES}"
            ).fetchall()
        ]
        formats = formats_of(delivered.connection, values)
        hint = f"did you mean '{formats[0]}'?" if formats else "write how these are written."
        samples = ", ".join(
            repr(call("shown_time", value)[:60]) for value in dict.fromkeys(values[:3])
        )
        raise UserError(
            f"{shown(file.path.parent / FILE_NAME)}: no {column} of {source.name} is written as"
            f" {written!r} (e.g. {samples}); {hint}"
        )
