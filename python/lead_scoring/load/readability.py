"""Stops a load whose rows staging would reject nearly all, with what to put into the mapping."""

from __future__ import annotations

import duckdb

from ..contract import OUTCOMES, SPEND, Source
from ..errors import UserError
from ..project import shown
from ..sql import identifier, literal
from ..sql_macros import call
from .mapping import FILE_NAME, InputFile
from .time_formats import MOST_VALUES, formats_of, is_readable

_SAMPLE = 20_000
_WORDS = ("accepted", "rejected", "opportunity", "won", "lost")


def check_readable(
    connection: duckdb.DuckDBPyConnection, source: Source, files: list[InputFile]
) -> None:
    """An error where most of the rows have a time, or an outcome, that cannot be read."""
    if not files:
        return
    where = shown(files[0].path if len(files) == 1 else files[0].path.parent)
    if source.moment in source.required:
        text = call("month_as_day", "given") if source is SPEND else "given"
        column = _Column(connection, source, source.moment, is_readable(text))
        if unreadable := column.mostly_unreadable():
            values = column.bad_values(MOST_VALUES)
            examples = _examples(values, "shown_time")
            line = _times_line(source, formats_of(connection, values))
            raise UserError(
                f"{unreadable} of {where} can be used: {source.moment} is not an ISO 8601 timestamp"
                f" ({_examples(values, 'shown_time')}); {line}"
            )
    if source is OUTCOMES:
        words = ", ".join(map(literal, _WORDS))
        column = _Column(connection, source, "outcome", f"lower(given) in ({words})")
        if unreadable := column.mostly_unreadable():
            values = column.bad_values(3)
            examples = _examples(values, "shown_value")
            first = call("shown_value", values[0])
            raise UserError(
                f"{unreadable} of {where} can be used: outcome is none of {', '.join(_WORDS)}"
                f" ({examples}); say in {FILE_NAME} what each stands for: outcomes:"
                f" {{values: {{outcome: {{{first}: won}}}}}}."
            )


class _Column:
    """The values of a column of a raw table, and whether each can be read."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, source: Source, name: str, readable: str
    ) -> None:
        self._connection = connection
        self._rows = (
            f"(select {call('clean_text', identifier(name))} as given from raw.{source.name}"
            f" where {identifier(name)} is not null)"
        )
        self._bad = f"given is not null and not coalesce({readable}, false)"
        words = ", ".join(map(literal, call("null_words", source.name, name)))
        self._bad += f" and lower(given) not in ({words})"

    def mostly_unreadable(self) -> str:
        """How many rows can be used, in words, where that is less than half; else nothing."""
        # Few rows tell whether it is worth to count them all.
        sampled = f"(from {self._rows} using sample {_SAMPLE} rows (reservoir, 1))"
        for rows in (sampled, self._rows):
            found = self._connection.execute(
                f"select count(*), count(*) filter ({self._bad}) from {rows}"
            ).fetchone()
            count, bad = found or (0, 0)
            if bad * 2 <= count:
                return ""
        if bad == count:
            return f"none of the {count:,} rows"
        return f"only {count - bad:,} of the {count:,} rows"

    def bad_values(self, most: int) -> list[str]:
        """Some of the values that cannot be read, in the order of the file."""
        rows = self._connection.execute(
            f"select given from {self._rows} where {self._bad} limit {most * 10}"
        ).fetchall()
        return list(dict.fromkeys(str(value) for (value,) in rows))[:most]


def _examples(values: list[str], shown_by: str) -> str:
    """Some values as a macro lets messages show them."""
    return "e.g. " + ", ".join(repr(call(shown_by, value)[:60]) for value in values[:3])


def _times_line(source: Source, formats: list[str]) -> str:
    line = "{0}: {{times: {{{1}: '{2}'}}}}"
    if not formats:
        written = line.format(source.name, source.moment, "%d/%m/%Y %H:%M")
        return f"say in {FILE_NAME} beside it how it is written, such as {written}."
    written = line.format(source.name, source.moment, formats[0])
    swapped = formats[0].replace("%m", "%?").replace("%d", "%m").replace("%?", "%d")
    if swapped in formats:
        return (
            f"put this into {FILE_NAME} beside it if the month comes first: {written}; write"
            f" '{swapped}' if the day does."
        )
    return f"put this into {FILE_NAME} beside it: {written}."
