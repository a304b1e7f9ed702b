"""Stages and grades of the learned rulebook: the same names, cut so that each holds as many people.

Points of two rulebooks cannot be compared, shares can: what sales can staff stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from .frame import Frame
from .glm import Floats

Row = dict[str, str]


def stage_rows(stages: Sequence[Row], frame: Frame, scores: Floats) -> list[Row]:
    """stages.csv with new cuts: as many people of the newest day at or above each stage as now.

    The score alone opens a stage: it holds fit and engagement with the weight each has earned.
    """
    newest = (frame.days == frame.days.max()) & ~frame.is_disqualified
    rank = {row["stage"]: float(row["stage_rank"]) for row in stages}
    ranks = np.array([rank.get(str(stage), -math.inf) for stage in frame.stages])
    lowest = min(rank.values())
    own = {(row["stage"], row.get("segment") or "*") for row in stages}
    rows = []
    for row in stages:
        segment = (row.get("segment") or "*").lower()
        people = newest & _is_meant(row["stage"], segment, frame, own)
        new = row | {"min_fit_points": "", "min_engagement_points": ""}
        if rank[row["stage"]] > lowest and people.any():
            share = float(np.mean(ranks[people] >= rank[row["stage"]]))
            gap = max(0.0, _number(row.get("min_score")) - _number(row.get("exit_score")))
            cut = cut_for_share(scores[people], share)
            new |= {"min_score": str(cut)}
            if row.get("exit_score"):
                new |= {"exit_score": str(max(cut - math.ceil(gap), 0) if gap else cut)}
        rows.append(new)
    return rows


def grade_rows(grades: Sequence[Row], frame: Frame, new_points: Mapping[str, Floats]) -> list[Row]:
    """grades.csv with new cuts: as many people of the newest day have each letter as now."""
    newest = frame.days == frame.days.max()
    old_points = {"fit": frame.fit_points, "engagement": frame.engagement_points}
    rows = []
    for row in grades:
        axis = row["axis"].strip().lower()
        if row.get("min_points") and newest.any():
            share = float(np.mean(old_points[axis][newest] >= _number(row["min_points"])))
            cut = str(cut_for_share(new_points[axis][newest], share))
            rows.append(row | {"min_points": cut})
        else:
            rows.append(dict(row))
    return rows


def cut_for_share(points: Floats, share: float) -> int:
    """The whole number that has the share of the points at or above it, as nearly as can be."""
    cuts = np.unique(np.concatenate([np.floor(points), np.ceil(points)]))
    shares = 1 - np.searchsorted(np.sort(points), cuts, side="left") / len(points)
    # Where two cuts are as near, the higher one: fewer people, but the better ones.
    return int(cuts[::-1][np.argmin(np.abs(shares[::-1] - share))])


def _is_meant(stage: str, segment: str, frame: Frame, own: set[tuple[str, str]]) -> Floats:
    """The people whom a row of stages.csv is for; '*': of segments without a row of their own."""
    segments = np.char.lower(frame.segments.astype(str))
    if segment != "*":
        return np.asarray(segments == segment)
    others = [name.lower() for other, name in own if other == stage and name != "*"]
    return np.asarray(~np.isin(segments, others))


def _number(text: str | None) -> float:
    return float(text) if text else 0.0
