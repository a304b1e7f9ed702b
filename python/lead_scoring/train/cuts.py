"""Stages and grades of the learned rulebook: the same names, cut so that each holds as many people.

Points of two rulebooks cannot be compared, shares can: what sales can staff stays as it is. Where
the rulebook in force leaves a stage or a grade empty it is no measure, and usual shares take its
place. Cuts rise from step to step either way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .frame import Frame
from .glm import Floats

Row = dict[str, str]
# The usual share: of the people in one stage so many are in the next one too.
KEPT_BY_NEXT_STAGE = 0.4


def stages_are_a_measure(stages: Sequence[Row], frame: Frame) -> bool:
    """Whether each stage of the rulebook in force holds some people, and fewer than the last."""
    ranks = _ranks_held(stages, frame)[_newest(frame)]
    return _falls([float(np.mean(ranks >= rank)) for rank in _ranks(stages)[1:]])


def stage_rows(stages: Sequence[Row], frame: Frame, scores: Floats) -> list[Row]:
    """stages.csv with new cuts: as many people of the newest day at or above each stage as now.

    The score alone opens a stage: it holds fit and engagement with the weight each has earned.
    """
    newest = _newest(frame)
    held = _ranks_held(stages, frame)
    is_measure = stages_are_a_measure(stages, frame)
    steps = {rank: step for step, rank in enumerate(_ranks(stages))}
    own = {(row["stage"], _segment(row)) for row in stages}
    cuts: dict[tuple[float, str], int] = {}
    # From the top, so that each cut stays below those of the next stage that the same people see.
    for row in sorted(stages, key=_rank, reverse=True):
        step, segment = steps[_rank(row)], _segment(row)
        people = newest & _is_meant(row["stage"], segment, frame, own)
        if not step or not people.any():
            continue
        share = float(np.mean(held[people] >= _rank(row)))
        cut = cut_for_share(scores[people], share if is_measure else KEPT_BY_NEXT_STAGE**step)
        above = [
            other
            for (rank, name), other in cuts.items()
            if steps[rank] > step and (name == segment or "*" in {name, segment})
        ]
        cuts[_rank(row), segment] = max(step, min([cut, *[other - 1 for other in above]]))
    return [_with_cut(row, cuts.get((_rank(row), _segment(row)))) for row in stages]


def grade_rows(grades: Sequence[Row], frame: Frame, new_points: Mapping[str, Floats]) -> list[Row]:
    """grades.csv with new cuts: as many people of the newest day have each letter as now."""
    newest = frame.days == frame.days.max()
    old_points = {"fit": frame.fit_points, "engagement": frame.engagement_points}
    cuts: dict[tuple[str, str], int] = {}
    for axis, old in old_points.items():
        rows = [row for row in grades if row["axis"].strip().lower() == axis]
        rows = [row for row in rows if row.get("min_points")]
        # The best letter first.
        rows.sort(key=lambda row: -_number(row["min_points"]))
        shares = [float(np.mean(old[newest] >= _number(row["min_points"]))) for row in rows]
        if not _falls(shares[::-1]):
            shares = [letter / (len(rows) + 1) for letter in range(1, len(rows) + 1)]
        bound = math.inf
        for place, (row, share) in enumerate(zip(rows, shares, strict=True)):
            cut = min(cut_for_share(new_points[axis][newest], share), bound)
            bound = max(cut, len(rows) - place) - 1
            cuts[axis, row["grade"]] = int(bound + 1)
    return [
        row | {"min_points": str(cuts[key])}
        if (key := (row["axis"].strip().lower(), row["grade"])) in cuts
        else dict(row)
        for row in grades
    ]


def cut_for_share(points: Floats, share: float) -> int:
    """The whole number that has the share of the points at or above it, as nearly as can be."""
    cuts = np.unique(np.concatenate([np.floor(points), np.ceil(points)]))
    shares = 1 - np.searchsorted(np.sort(points), cuts, side="left") / len(points)
    # Where two cuts are as near, the higher one: fewer people, but the better ones.
    return int(cuts[::-1][np.argmin(np.abs(shares[::-1] - share))])


def _with_cut(row: Row, cut: int | None) -> Row:
    """The row with another cut; the exit keeps its distance from the entry."""
    new = row | {"min_fit_points": "", "min_engagement_points": ""}
    if cut is None:
        return new
    new |= {"min_score": str(cut)}
    if row.get("exit_score"):
        gap = math.ceil(max(0.0, _number(row.get("min_score")) - _number(row.get("exit_score"))))
        new |= {"exit_score": str(max(cut - gap, 0))}
    return new


def _falls(shares: Iterable[float]) -> bool:
    """Whether the shares fall from step to step, and the last holds somebody."""
    steps = [1.0, *shares]
    return all(after < before for before, after in pairwise(steps)) and steps[-1] > 0


def _newest(frame: Frame) -> NDArray[np.bool_]:
    return np.asarray((frame.days == frame.days.max()) & ~frame.is_disqualified)


def _ranks_held(stages: Sequence[Row], frame: Frame) -> Floats:
    """The rank of the stage that each row of the frame is in."""
    rank = {row["stage"]: _rank(row) for row in stages}
    return np.array([rank.get(str(stage), -math.inf) for stage in frame.stages])


def _ranks(stages: Iterable[Row]) -> list[float]:
    """The ranks there are, the lowest first."""
    return sorted({_rank(row) for row in stages})


def _rank(row: Row) -> float:
    return float(row["stage_rank"])


def _segment(row: Row) -> str:
    return (row.get("segment") or "*").lower()


def _is_meant(
    stage: str, segment: str, frame: Frame, own: set[tuple[str, str]]
) -> NDArray[np.bool_]:
    """The people whom a row of stages.csv is for; '*': of segments without a row of their own."""
    segments = np.char.lower(frame.segments.astype(str))
    if segment != "*":
        return np.asarray(segments == segment)
    others = [name for other, name in own if other == stage and name != "*"]
    return np.asarray(~np.isin(segments, others))


def _number(text: str | None) -> float:
    return float(text) if text else 0.0
