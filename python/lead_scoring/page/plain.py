"""A page as plain text, for the terminal: what it says and its tables, without the charts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from .document import Page, Section, Table

_NARROWEST_LAST_COLUMN = 30


def plain(page: Page, width: int) -> str:
    """The page as text no wider than that, where its tables allow."""
    parts = [page.title, "", *textwrap.wrap(page.lead_sentence, width)]
    for section in page.sections:
        parts += ["", "", section.heading, "-" * len(section.heading), *_body(section, width)]
    return "\n".join(_printable(part) for part in parts) + "\n"


def table_lines(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The rows as a table of the width; the last column wraps."""
    return _lines(columns, rows, ["" for _ in columns], width)


def _body(section: Section, width: int) -> list[str]:
    parts: list[str] = []
    for paragraph in section.paragraphs():
        parts += [*textwrap.wrap(paragraph, width), ""]
    for table in section.tables:
        parts += textwrap.wrap(table.caption, width)
        parts += [*_table(table, width), ""]
    return parts[:-1]


def _table(table: Table, width: int) -> list[str]:
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]
    return _lines(table.columns, rows, table.aligned(), width)


def _lines(
    columns: Sequence[str], rows: Sequence[Sequence[str]], aligned: Sequence[str], width: int
) -> list[str]:
    widths = [
        max(len(heading), *(len(row[column]) for row in rows), 0)
        for column, heading in enumerate(columns[:-1])
    ]
    longest = max(len(row[-1]) for row in [columns, *rows])
    room = max(width - sum(widths) - 2 * len(widths), _NARROWEST_LAST_COLUMN)
    if aligned[-1]:
        room = longest
    rule = ["-" * size for size in [*widths, min(room, longest) if aligned[-1] else room]]
    lines = [_line([*columns], widths, aligned, room), "  ".join(rule)]
    for row in rows:
        first, *more = textwrap.wrap(row[-1], room, break_on_hyphens=False) or [""]
        lines.append(_line([*row[:-1], first], widths, aligned, room))
        lines.extend(_line(["" for _ in widths] + [rest], widths, aligned, room) for rest in more)
    return lines


def _line(cells: Sequence[str], widths: Sequence[int], aligned: Sequence[str], room: int) -> str:
    padded = [
        cell.rjust(size) if side else cell.ljust(size)
        for cell, size, side in zip(cells, [*widths, room], aligned, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _printable(text: str) -> str:
    # Cells come from outside: nothing in them may steer the terminal.
    return "".join(letter if letter.isprintable() else " " for letter in text)
