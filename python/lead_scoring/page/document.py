"""What a page is made of, and how it becomes a file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
SEARCH = Path(__file__).with_name("search.js").read_text(encoding="utf-8")
_FIGURE = r"[-+\u2212]?\d[\d.,]*( %)?"
_NUMBER = re.compile(rf"{_FIGURE}( (to|of) {_FIGURE})?( \({_FIGURE} (to|of) {_FIGURE}\))?")


@dataclass(frozen=True)
class Mark:
    """A word in a frame, such as a flag. The state (good, bad, odd, none) only colours it."""

    text: str
    state: str = "none"


@dataclass(frozen=True)
class Link:
    """A way to another page of the same site: its words, and the path from this page."""

    text: str
    href: str


@dataclass(frozen=True)
class Tile:
    """One figure on a page: what it counts, what stands below it, and the way to more.

    The state (good, bad, odd, none) colours the note, and picture is SVG text.
    """

    name: str
    value: str
    note: str = ""
    state: str = "none"
    picture: str = ""
    href: str = ""

    def drawn(self) -> Markup:
        """The picture, which is markup already."""
        return Markup(self.picture)  # noqa: S704 - made by figures, escaped there


Cell = str | Mark | Link
# A word too long for a column, and a part of it with the accents and joiners that follow.
_LONG_WORD = re.compile(r"(\S{31,})")
_PART = re.compile(r".{1,20}[\u0300-\u036f\u200d\ufe00-\ufe0f]*")
_LONGEST_WORDS = 60
_NOTHING = frozenset({"", "\u2013", "too few"})  # what stands in place of a number
_WIDEST_ON_A_PHONE = 4  # columns


@dataclass(frozen=True)
class Table:
    """A table. Cells are text as it is to be read; columns of nothing but numbers stand right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    style: str = ""

    def aligned(self) -> list[str]:
        """The class of each column: 'number' or ''."""
        return [
            "number" if _holds_numbers([row[column] for row in self.rows]) else ""
            for column in range(len(self.columns))
        ]

    def is_wordy(self) -> bool:
        """Whether cells hold sentences; on a narrow screen its rows then stand below each other."""
        cells = [cell for row in self.rows for cell in row if isinstance(cell, str)]
        return any(len(cell) > _LONGEST_WORDS for cell in cells)

    def is_stacked(self) -> bool:
        """Whether rows stand as cards on a narrow screen, each cell with the name of its column."""
        return self.is_wordy() or len(self.columns) > _WIDEST_ON_A_PHONE

    def classes(self) -> str:
        """The classes of the table."""
        named = (("stack", self.is_stacked()), ("wordy", self.is_wordy()), (self.style, self.style))
        return " ".join(name for name, holds in named if holds)


@dataclass(frozen=True)
class Section:
    """A heading, paragraphs (told apart by empty lines), charts (SVG text) and tables, in order."""

    heading: str
    text: str = ""
    tables: Sequence[Table] = ()
    charts: Sequence[str] = ()
    is_folded: bool = False

    def paragraphs(self) -> list[str]:
        """The text, paragraph by paragraph."""
        return [paragraph for paragraph in self.text.split("\n\n") if paragraph.strip()]

    def is_empty(self) -> bool:
        """Whether its tables have no rows, so that there is nothing to draw either."""
        return bool(self.tables) and not any(table.rows for table in self.tables)

    def is_pair(self) -> bool:
        """Whether a chart stands beside its table, where there is room."""
        if not len(self.charts) == len(self.tables) == 1:
            return False
        return not self.tables[0].is_wordy()

    def pictures(self) -> list[Markup]:
        """The charts, which are markup already."""
        return [Markup(chart) for chart in self.charts]  # noqa: S704 - made by charts, escaped there


@dataclass(frozen=True)
class Page:
    """A page: its title, the one sentence that a hurried reader takes away, and the sections."""

    title: str
    lead_sentence: str
    sections: Sequence[Section]
    footer: str = ""
    tiles: Sequence[Tile] = ()
    menu: Sequence[Link] = ()
    current: str = ""
    search: str = ""

    def script(self) -> Markup:
        """The script of the search field, where the page has one."""
        return Markup(SEARCH if self.search else "")  # noqa: S704 - our own script

    def allowed(self) -> str:
        """What a browser may load for the page: nothing, and run no script but that one."""
        rule = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
        if not self.search:
            return rule
        digest = base64.b64encode(hashlib.sha256(SEARCH.encode()).digest()).decode()
        return f"{rule}; script-src 'sha256-{digest}'"


def write(path: Path, page: Page) -> Path:
    """Write the page as one HTML file; where it lies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(page), encoding="utf-8")
    return path


def render(page: Page) -> str:
    """The page as HTML."""
    return _template().render(page=page, style=Markup(STYLE))  # noqa: S704 - our own style sheet


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["breakable"] = _breakable
    return environment.get_template("page.html.j2")


def _breakable(text: str) -> Markup:
    """The text with places to break a line in words that would make a table wider than a page."""
    return Markup("").join(
        part if place % 2 == 0 else Markup("<wbr>").join(_PART.findall(part))
        for place, part in enumerate(_LONG_WORD.split(text))
    )


def _holds_numbers(cells: Sequence[Cell]) -> bool:
    texts = [cell for cell in cells if cell not in _NOTHING]
    return bool(texts) and all(
        isinstance(text, str) and _NUMBER.fullmatch(text) is not None for text in texts
    )
