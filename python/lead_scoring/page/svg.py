"""What charts and figures are drawn with: axes, round ticks, texts and the frame, as SVG text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

WIDTH = 480
_LONGEST_LABEL, _LONGEST_TITLE = 54, 54


@dataclass(frozen=True)
class Axis:
    """Where a value stands between two places."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value."""
        part = (value - self.least) / (self.most - self.least)
        return self.start + part * (self.end - self.start)


def ticks(least: float, most: float) -> list[float]:
    """Three to seven round numbers that reach from the least to the most."""
    span = most - least or 1.0
    power = 10.0 ** math.floor(math.log10(span))
    step = next(power * factor for factor in (0.2, 0.5, 1.0, 2.0) if span / (power * factor) <= 5)
    first, last = math.floor(least / step + 1e-9), math.ceil((least + span) / step - 1e-9)
    return [round(step * place, 12) for place in range(first, last + 1)]


def cut(label: str, longest: int = _LONGEST_LABEL) -> str:
    """The label, shortened to fit on a line."""
    return label if len(label) <= longest else label[: longest - 3].rstrip() + "..."


def text_at(x: float, y: float, text: str, anchor: str = "start", style: str = "") -> str:
    """A text; anchor: start, middle or end."""
    styled = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{styled}>{escape(text)}</text>'


def svg(title: str, height: float, parts: Sequence[str]) -> str:
    """A picture of the usual width, with its title above and for screen readers."""
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">',
            _title(title),
            *parts,
            "</svg>",
        ]
    )


def _title(title: str) -> str:
    """The title above the picture, narrowed where it is too long for it."""
    if len(title) <= _LONGEST_TITLE:
        return text_at(0, 18, title, "start", "title")
    return (
        f'<text x="0" y="18" class="title" textLength="{WIDTH}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(title)}</text>"
    )
