"""Figures that are no plain chart: a line without axes, a funnel, a waterfall, a lead's time line.

As with charts, colour only repeats what marks, signs and words say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import escape

from .svg import WIDTH, Axis, cut, svg, text_at, ticks

_SPARK_WIDTH, _SPARK_HEIGHT = 200, 40
_LABELS_END, _VALUES_START, _LONGEST_STEP = 250, 424, 34
_WIDE, _NARROW = 1000, 400
_DOTS = 16  # pixels between days, below which dots would merge into a thick line
_LEFT, _RIGHT, _TOP, _PLOT = 140, 16, 40, 200
_LANE, _LONGEST_LANE = 24, 17
_MONTH = 90  # pixels that the name of a month needs
_CLOSE = 90  # pixels at which the names of two stages would touch


def spark(name: str, values: Sequence[float], shown: Sequence[str]) -> str:
    """A line without axes, its end marked; shown: the values in words, for screen readers."""
    if len(values) <= 1:
        return ""
    low, high = min(0.0, *values), max(values)
    across = Axis(0, len(values) - 1, 4, _SPARK_WIDTH - 6)
    up = Axis(low, high if high > low else low + 1, _SPARK_HEIGHT - 5, 5)
    places = [(across.at(place), up.at(value)) for place, value in enumerate(values)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    x, y = places[-1]
    label = escape(f"{name}: {', '.join(shown)}")
    return (
        f'<svg viewBox="0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}" role="img" aria-label="{label}">'
        f'<path d="{path}" fill="none" stroke="var(--series-0)" stroke-width="2.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="var(--series-0)"/></svg>'
    )


def funnel(title: str, rows: Sequence[tuple[str, int, str]]) -> str:
    """Bars about one middle, the widest first: label, count, and what to say of it."""
    most = max((count for _, count, _ in rows), default=1) or 1
    parts, y = [], 34.0
    for label, count, words in rows:
        width = max((WIDTH - 4) * count / most, 2) if count else 0
        parts.append(
            f'<rect x="{(WIDTH - width) / 2:.1f}" y="{y:.0f}" width="{width:.1f}" height="22"'
            ' rx="3" fill="var(--series-0)" fill-opacity=".55"/>'
        )
        parts.append(text_at(0, y + 40, f"{label}: {count:,}"))
        parts.append(text_at(WIDTH, y + 40, words, "end", "soft"))
        y += 58
    return svg(title, y, parts)


def waterfall(title: str, steps: Sequence[tuple[str, float]], total: tuple[str, float]) -> str:
    """Steps up and down, each from where the one before ended, and the total from zero."""
    ends = [0.0]
    for _, points in steps:
        ends.append(ends[-1] + points)
    low, high = min(*ends, total[1], 0.0), max(*ends, total[1])
    axis = Axis(low, high if high > low else low + 1, _LABELS_END, _VALUES_START)
    parts, y = [], 34.0
    for (label, points), start, end in zip(steps, ends[:-1], ends[1:], strict=True):
        state = "good" if points >= 0 else "bad"
        parts += _step(
            cut(label, _LONGEST_STEP), f"{points:+.1f}", (axis.at(start), axis.at(end)), y, state
        )
        x = axis.at(end)
        parts.append(f'<path class="grid" d="M{x:.1f} {y + 17:.0f}v7"/>')
        y += 24
    parts += _step(total[0], f"{total[1]:.1f}", (axis.at(0), axis.at(total[1])), y, "total")
    return svg(title, y + 24, parts)


def _step(label: str, value: str, ends: tuple[float, float], y: float, state: str) -> list[str]:
    fill = "var(--series-0)" if state == "total" else f"var(--{state})"
    return [
        text_at(0, y + 13, label, "start", "title" if state == "total" else "small"),
        f'<rect x="{min(ends):.1f}" y="{y:.0f}" width="{max(max(ends) - min(ends), 1.5):.1f}"'
        f' height="17" fill="{fill}" fill-opacity=".75"/>',
        text_at(WIDTH, y + 13, value, "end", "title" if state == "total" else "soft"),
    ]


@dataclass(frozen=True)
class TimeLine:
    """A score over time: what it was, what it would become, the stages entered and the events.

    Lanes are kinds of events with their days, each drawn as a row of marks below the score.
    """

    title: str
    scores: Sequence[tuple[date, float]]
    ahead: Sequence[tuple[date, float]] = ()
    stages: Sequence[tuple[date, str]] = ()
    lanes: Sequence[tuple[str, Sequence[date]]] = ()

    def drawn(self) -> str:
        """The picture, and once more for a narrow screen."""
        return self._drawn(_WIDE, "wide") + self._drawn(_NARROW, "narrow")

    def _drawn(self, width: int, style: str) -> str:
        days = [day for day, _ in [*self.scores, *self.ahead]]
        days += [day for _, lane in self.lanes for day in lane]
        first, last = min(days), max(*days, min(days) + timedelta(days=28))
        across = Axis(first.toordinal(), last.toordinal(), _LEFT, width - _RIGHT)
        values = [value for _, value in [*self.scores, *self.ahead]]
        marks = ticks(min(0.0, *values), max(1.0, *values))
        up = Axis(marks[0], marks[-1], _TOP + _PLOT, _TOP)
        bottom = _TOP + _PLOT + _LANE * len(self.lanes) + 8
        parts = [text_at(_LEFT - 8, up.at(mark) + 5, f"{mark:g}", "end", "soft") for mark in marks]
        parts += [
            f'<path class="grid" d="M{_LEFT} {up.at(mark):.1f}H{width - _RIGHT}"/>'
            for mark in marks
        ]
        for day in _months(first, last, int(width - _LEFT - _RIGHT) // _MONTH):
            x = across.at(day.toordinal())
            parts.append(f'<path class="grid" d="M{x:.1f} {_TOP}V{bottom}"/>')
            parts.append(text_at(x + 3, bottom + 16, f"{day:%b %Y}", "start", "soft"))
        parts += self._stages(across, bottom, width)
        parts += _line(self.scores, across, up, "")
        if self.ahead:
            parts += _line([*self.scores[-1:], *self.ahead], across, up, ' stroke-dasharray="6 5"')
            x = across.at(self.scores[-1][0].toordinal())
            parts.append(f'<path class="interval" d="M{x:.1f} {_TOP}V{bottom}"/>')
        for place, (name, lane) in enumerate(self.lanes):
            y = _TOP + _PLOT + _LANE * place + 22
            parts.append(text_at(_LEFT - 8, y + 5, cut(name, _LONGEST_LANE), "end"))
            colour = f"var(--series-{place % 4})"
            parts += [
                f'<circle cx="{across.at(day.toordinal()):.1f}" cy="{y}" r="4.5" fill="{colour}"'
                f' fill-opacity=".8"><title>{escape(name)} {day}</title></circle>'
                for day in lane
            ]
        return _framed(style, width, self.title, bottom + 26, parts)

    def _stages(self, across: Axis, bottom: float, width: int) -> list[str]:
        parts, free = [], 0.0
        for day, name in self.stages:
            x = across.at(day.toordinal())
            if x < _LEFT or x > width - _RIGHT:
                continue
            parts.append(f'<path class="mark" d="M{x:.1f} {_TOP}V{bottom}"/>')
            if x >= free:
                anchor = "end" if x > width - _CLOSE else "start"
                parts.append(text_at(x + (-4 if anchor == "end" else 4), _TOP - 6, name, anchor))
                free = x + _CLOSE
        return parts


def _line(points: Sequence[tuple[date, float]], across: Axis, up: Axis, dashes: str) -> list[str]:
    places = [(across.at(day.toordinal()), up.at(value)) for day, value in points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    drawn = [f'<path d="{path}" fill="none" stroke="var(--series-0)" stroke-width="3"{dashes}/>']
    is_apart = places[-1][0] - places[0][0] >= _DOTS * (len(places) - 1)
    hidden = "" if is_apart else ' fill-opacity="0"'
    return drawn + [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="var(--series-0)"{hidden}>'
        f"<title>{day}: {value:.1f}</title></circle>"
        for (x, y), (day, value) in zip(places, points, strict=True)
    ]


def _months(first: date, last: date, most: int) -> list[date]:
    """The first days of months in between; no more than there is room for."""
    months = [
        date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)
    ]
    inside = [day for day in months if first <= day <= last]
    return inside[:: -(-len(inside) // most)] if inside else []


def _framed(style: str, width: int, title: str, height: float, parts: Sequence[str]) -> str:
    return "\n".join(
        [
            f'<div class="{style}"><svg viewBox="0 0 {width} {height:.0f}" role="img"'
            f' aria-label="{escape(title)}">',
            text_at(0, 18, title, "start", "title"),
            *parts,
            "</svg></div>",
        ]
    )
