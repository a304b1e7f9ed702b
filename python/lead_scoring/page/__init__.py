"""HTML pages that need nothing else: one file, offline, readable without colour, light and dark.

write(path, Page("Title", "What it says in one sentence.", [Section("Heading", "Text.", ...)]))
"""

from __future__ import annotations

from . import charts
from .document import STYLE, Cell, Mark, Page, Section, Table, write
from .plain import plain, table_lines

__all__ = [
    "STYLE",
    "Cell",
    "Mark",
    "Page",
    "Section",
    "Table",
    "charts",
    "plain",
    "table_lines",
    "write",
]
