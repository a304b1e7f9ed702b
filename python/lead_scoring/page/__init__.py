"""HTML pages that need nothing else: one file, offline, readable without colour, light and dark.

write(path, Page("Title", "What it says in one sentence.", [Section("Heading", "Text.", ...)]))
"""

from __future__ import annotations

from . import charts
from .document import Cell, Mark, Page, Section, Table, write

__all__ = ["Cell", "Mark", "Page", "Section", "Table", "charts", "write"]
