"""HTML pages that need nothing else: one file, offline, readable without colour, light and dark.

write(path, Page("Title", "What it says in one sentence.", [Section("Heading", "Text.", ...)]))
"""

from __future__ import annotations

from . import charts, figures
from .document import STYLE, Cell, Link, Mark, Page, Section, Table, Tile, write
from .plain import plain, table_lines

__all__ = [
    "STYLE",
    "Cell",
    "Link",
    "Mark",
    "Page",
    "Section",
    "Table",
    "Tile",
    "charts",
    "figures",
    "plain",
    "table_lines",
    "write",
]
