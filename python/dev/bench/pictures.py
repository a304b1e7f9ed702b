"""Pictures of how time and memory grow, as SVG that reads well on a light and on a dark page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from lead_scoring.page.charts import mark

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 40, 48
# Greys and colours that stand out on white and on black alike. Lines are told apart by their marks
# and by the names at their ends too, not by colour alone.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c")
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #767676 }
    .title { font-size: 15px; font-weight: 600 }
    .grid { stroke: #999; stroke-opacity: .35; stroke-width: 1 }
"""


@dataclass(frozen=True)
class Line:
    """One line: its name, the exponent fitted to it, and its points (events, value)."""

    name: str
    exponent: float | None
    points: list[tuple[float, float]]


def log_log(title: str, unit: str, lines: list[Line]) -> str:
    """The lines on two logarithmic axes: a straight line is a power of the number of events."""
    drawn = [line for line in lines if line.points]
    xs = [x for line in drawn for x, _ in line.points]
    ys = [y for line in drawn for _, y in line.points]
    x_axis = _Axis(min(xs), max(xs), LEFT, WIDTH - RIGHT)
    y_axis = _Axis(min(ys), max(ys), HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="22">{escape(title)}</text>',
    ]
    for value in x_axis.ticks():
        x = x_axis.at(value)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(_text(x, HEIGHT - BOTTOM + 18, f"{_short(value)} events", "middle"))
    for value in y_axis.ticks():
        y = y_axis.at(value)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{_short(value)} {unit}", "end"))
    labels = _spread([y_axis.at(line.points[-1][1]) for line in drawn])
    for number, (line, label) in enumerate(zip(drawn, labels, strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        points = [(x_axis.at(x), y_axis.at(y)) for x, y in line.points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<path d="{mark(number, x, y)}" fill="{colour}"/>' for x, y in points]
        parts.append(
            f'<path d="M{points[-1][0] + 6:.1f} {points[-1][1]:.1f}'
            f'L{WIDTH - RIGHT + 10} {label:.1f}" stroke="{colour}" stroke-opacity=".5"/>'
        )
        exponent = f" (^{line.exponent:.2f})" if line.exponent is not None else ""
        parts.append(_text(WIDTH - RIGHT + 14, label + 4, line.name + exponent, "start"))
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True)
class _Axis:
    least: float
    most: float
    start: float
    end: float

    def ticks(self) -> list[float]:
        # A value a few percent beyond a power of ten needs no tick of its own.
        first = math.floor(math.log10(self.least * 1.1))
        last = math.ceil(math.log10(self.most / 1.1))
        return [10.0**power for power in range(first, max(last, first + 1) + 1)]

    def at(self, value: float) -> float:
        ticks = self.ticks()
        low, high = math.log10(ticks[0]), math.log10(ticks[-1])
        return self.start + (math.log10(value) - low) / (high - low) * (self.end - self.start)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _short(value: float) -> str:
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def _spread(places: list[float], apart: float = 18) -> list[float]:
    """The places moved as little as needed to keep the labels apart."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    spread = list(places)
    for above, below in pairwise(order):
        spread[below] = max(spread[below], spread[above] + apart)
    over = max(0.0, spread[order[-1]] - (HEIGHT - BOTTOM)) if order else 0.0
    for below, above in pairwise(order[::-1]):
        if over:
            spread[below] = min(spread[below], HEIGHT - BOTTOM)
            spread[above] = min(spread[above], spread[below] - apart)
    return spread
