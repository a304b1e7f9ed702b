"""Small charts as SVG text for a page: bars with intervals, and lines.

They take their colours from the page, so they fit light and dark. Lines are told apart by their
marks and dashes too, not by colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .svg import WIDTH, Axis, cut, svg, text_at, ticks

_LEFT, _RIGHT, _TOP, _PLOT_HEIGHT = 58, 18, 34, 220
_WORDS_WIDTH = 195
_LONGEST_INTERVAL = 3  # times the largest value; the end beyond it is an arrow
_DASHES = ("", "7 4", "2 3", "9 3 2 3")

Bar = tuple[str, float | None, float | None, float | None]
"""Label, value, and the ends of its interval; None where there is none."""


@dataclass(frozen=True)
class Series:
    """A line: its name and its points from left to right, (x, y) or (x, y, low, high)."""

    name: str
    points: Sequence[tuple[float, ...]]


def percent(value: float) -> str:
    """A rate as people read it: 0.0345 is 3.5 %."""
    return f"{100 * value:.1f} %" if 0 < abs(value) < 0.0995 else f"{100 * value:.0f} %"


def number(value: float) -> str:
    """A number in few digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def bars(title: str, rows: Sequence[Bar], shown: Callable[[float], str] = percent) -> str:
    """Horizontal bars from zero, each under its label, with its interval as a whisker."""
    ends = [end for _, *ends in rows for end in ends if end is not None]
    low, high = min([0.0, *ends]), min(max([0.0, *ends]), _most(rows))
    axis = Axis(low, high if high > low else low + 1, 4, WIDTH - _WORDS_WIDTH)
    parts = []
    y = _TOP
    for label, value, least, most in rows:
        parts.append(text_at(0, y + 14, cut(label)))
        if value is None and least is not None and most is not None:
            parts.append(_whisker(axis.at(least), axis.at(most), y + 27))
            words = f"too few: {shown(least)} to {shown(most)}"
            parts.append(text_at(WIDTH, y + 32, words, "end", "soft"))
        elif value is None:
            parts.append(text_at(WIDTH, y + 33, "too few to tell", "end", "soft"))
        else:
            x, width = min(axis.at(0), axis.at(value)), abs(axis.at(value) - axis.at(0))
            parts.append(
                f'<rect x="{x:.1f}" y="{y + 20}" width="{max(width, 1):.1f}" height="14"'
                ' fill="var(--series-0)" fill-opacity=".55"/>'
            )
            words = shown(value)
            if least is not None and most is not None:
                parts.append(
                    _whisker(axis.at(least), axis.at(min(most, high)), y + 27, goes_on=most > high)
                )
                words += f" ({shown(least)} to {shown(most)})"
            parts.append(text_at(WIDTH, y + 32, words, "end", "soft"))
        parts.append(f'<path class="interval" d="M{axis.at(0):.1f} {y + 18}v18"/>')
        y += 44
    return svg(title, y, parts)


def line(
    title: str,
    series: Sequence[Series],
    *,
    shown: Callable[[float], str] = percent,
    x_shown: Callable[[float], str] = number,
    x_label: str = "",
    marks: Sequence[tuple[float, str]] = (),
    x_ticks: Sequence[float] = (),
) -> str:
    """Lines over one horizontal axis; marks are named upright lines, such as the cut in force."""
    points = [point for one in series for point in one.points]
    xs = [point[0] for point in points] or [0.0]
    ys = [y for point in points for y in point[1:]] or [0.0]
    bottom = _TOP + _PLOT_HEIGHT
    x_axis = Axis(min(xs), max(xs) if max(xs) > min(xs) else min(xs) + 1, _LEFT, WIDTH - _RIGHT)
    y_ticks = ticks(min(0.0, *ys), max(0.0, *ys))
    y_axis = Axis(y_ticks[0], y_ticks[-1], bottom, _TOP)
    parts = []
    for tick in y_ticks:
        y = y_axis.at(tick)
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}"/>')
        parts.append(text_at(_LEFT - 6, y + 5, shown(tick), "end", "soft"))
    for tick in x_ticks or ticks(x_axis.least, x_axis.most):
        if x_axis.least <= tick <= x_axis.most:
            parts.append(text_at(x_axis.at(tick), bottom + 20, x_shown(tick), "middle", "soft"))
    for place, (value, name) in enumerate(sorted(marks)):
        x, y = x_axis.at(value), _TOP + 12 + 16 * (place % 3)
        anchor = "end" if x > WIDTH * 0.7 else "start"
        parts.append(f'<path class="mark" d="M{x:.1f} {_TOP}V{bottom}"/>')
        parts.append(text_at(x + (-4 if anchor == "end" else 4), y, name, anchor, "soft"))
    for order, one in enumerate(series):
        parts += _drawn(order, one, x_axis, y_axis)
    y = bottom + 40
    if x_label:
        parts.append(text_at((_LEFT + WIDTH - _RIGHT) / 2, y, x_label, "middle", "soft"))
        y += 22
    for order, one in enumerate(series):
        parts += [_stroke(order, f"M{_LEFT} {y - 5}h36"), _shape(order, _LEFT + 18, y - 5)]
        parts.append(text_at(_LEFT + 46, y, one.name))
        y += 20
    return svg(title, y, parts)


def mark(order: int, x: float, y: float) -> str:
    """The path of a line's mark about a place: a circle, a square, a triangle or a diamond."""
    return (
        f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
        f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z",
        f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
        f"M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z",
    )[order % 4]


def _drawn(order: int, one: Series, x_axis: Axis, y_axis: Axis) -> list[str]:
    places = [(x_axis.at(point[0]), y_axis.at(point[1])) for point in one.points]
    parts = [
        f'<path class="interval" stroke-opacity=".6" d="M{x_axis.at(x):.1f} {y_axis.at(low):.1f}'
        f'V{y_axis.at(high):.1f}"/>'
        for x, _, low, high in (point for point in one.points if len(point) == 4)
    ]
    if places:
        parts.append(_stroke(order, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)))
    return parts + [_shape(order, x, y) for x, y in places]


def _stroke(order: int, path: str) -> str:
    dashes = _DASHES[order % len(_DASHES)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{_colour(order)}" stroke-width="2"{dashed}/>'


def _shape(order: int, x: float, y: float) -> str:
    return f'<path d="{mark(order, x, y)}" fill="{_colour(order)}"/>'


def _colour(order: int) -> str:
    return f"var(--series-{order % 4})"


def _most(rows: Sequence[Bar]) -> float:
    """How far the axis reaches at most, so that one wide interval does not flatten all bars."""
    values = [value for _, value, *_ in rows if value is not None]
    if not values or max(values) <= 0:
        return math.inf
    others = [end for _, value, *ends in rows if value is None for end in ends if end is not None]
    lows = [least for _, _, least, _ in rows if least is not None]
    return max([_LONGEST_INTERVAL * max(values), *others, *lows])


def _whisker(start: float, end: float, y: float, *, goes_on: bool = False) -> str:
    tip = f"M{end - 6:.1f} {y - 4}l6 4l-6 4" if goes_on else f"M{end:.1f} {y - 4}v8"
    return f'<path class="interval" d="M{start:.1f} {y}H{end:.1f}M{start:.1f} {y - 4}v8{tip}"/>'
