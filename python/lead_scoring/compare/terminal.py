"""The page as text for the terminal, without the long lists."""

from __future__ import annotations

import textwrap

from ..page import Cell, Page, Table

WIDTH = 100
_ROWS = 12
_SHORTEST = 20
_LONG_LISTS = 1  # the last section names people


def print_page(page: Page) -> None:
    """Print what a hurried reader takes away, then the tables."""
    print(f"\n{page.title}\n\n{textwrap.fill(page.lead_sentence, WIDTH)}")
    for section in page.sections[:-_LONG_LISTS]:
        print(f"\n{section.heading}")
        if not section.tables:
            print(textwrap.fill(section.text, WIDTH, initial_indent="  ", subsequent_indent="  "))
        for table in section.tables:
            print()
            for line in table_lines(table):
                print(f"  {line}")


def table_lines(table: Table) -> list[str]:
    """The table as lines of text; its first rows, where it is long."""
    cells = [[_plain(cell) for cell in row] for row in (table.columns, *table.rows[:_ROWS])]
    sizes = [max(map(len, column)) for column in zip(*cells, strict=True)]
    # Words give way where there is no room: those of the last column, if it is one.
    room = WIDTH - sum(sizes[:-1]) - 2 * len(sizes)
    sizes[-1] = min(sizes[-1], max(room, _SHORTEST))
    for row in cells:
        row[-1] = textwrap.shorten(row[-1], sizes[-1], placeholder="...")
    aligned = table.aligned()
    lines = []
    for row in cells:
        padded = [
            cell.rjust(size) if side else cell.ljust(size)
            for cell, size, side in zip(row, sizes, aligned, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("-" * size for size in sizes))
    if len(table.rows) > _ROWS:
        lines.append(f"... {len(table.rows) - _ROWS} more rows on the page")
    return lines


def _plain(cell: Cell) -> str:
    """The text without characters that would steer the terminal."""
    text = cell if isinstance(cell, str) else cell.text
    return "".join(letter if letter.isprintable() else " " for letter in text)
