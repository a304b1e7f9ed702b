"""What a page is made of, and how it becomes a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
_FIGURE = r"[-+\u2212]?\d[\d.,]*( %)?"
_NUMBER = re.compile(rf"{_FIGURE}( (to|of) {_FIGURE})?( \({_FIGURE} (to|of) {_FIGURE}\))?")


@dataclass(frozen=True)
class Mark:
    """A word in a frame, such as a flag. The state (good, bad, odd, none) only colours it."""

    text: str
    state: str = "none"


Cell = str | Mark
_LONGEST_WORDS = 60


@dataclass(frozen=True)
class Table:
    """A table. Cells are text as it is to be read; columns of nothing but numbers stand right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""

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


@dataclass(frozen=True)
class Section:
    """A heading, paragraphs (told apart by empty lines), charts (SVG text) and tables, in order."""

    heading: str
    text: str = ""
    tables: Sequence[Table] = ()
    charts: Sequence[str] = ()

    def paragraphs(self) -> list[str]:
        """The text, paragraph by paragraph."""
        return [paragraph for paragraph in self.text.split("\n\n") if paragraph.strip()]

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


def write(path: Path, page: Page) -> Path:
    """Write the page as one HTML file; where it lies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(page), encoding="utf-8")
    return path


def render(page: Page) -> str:
    """The page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.get_template("page.html.j2")
    return template.render(page=page, style=Markup(STYLE))  # noqa: S704 - our own style sheet


def _holds_numbers(cells: Sequence[Cell]) -> bool:
    texts = [cell for cell in cells if cell != ""]
    return bool(texts) and all(
        isinstance(text, str) and _NUMBER.fullmatch(text) is not None for text in texts
    )
