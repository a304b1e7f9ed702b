"""The scorecard: the learned log-odds as whole-number points, in rules that exclude each other.

Cuts of a number become bands, values with the same points become one rule. The points fill the
scale: of the leads in play the lowest hundredth is at its lower end, the highest at its upper end.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from .glm import Floats, Matrix, Model
from .measure import auc
from .terms import ATTRIBUTE, EVENT, Term, attribute_sentence, event_sentence

MOST_TERMS = 50
# A weak model is not blown up beyond this: it would pretend to a precision that it has not.
MOST_POINTS_PER_LOG_ODDS = 40.0
ENDS = (1.0, 0.5, 0.1, 0.0)
LEAST_LOSS = 0.001
LARGEST_SHARE_BELOW = 0.05
# A number that lies between a band and the next, in none, has that many digits.
TELLING_DIGITS = 6


@dataclass(frozen=True)
class Rule:
    """A row of scoring_rules.csv as far as training fills it."""

    term: Term
    points: int
    description: str

    @property
    def component(self) -> str:
        """What it is counted as."""
        if self.points < 0:
            return "negative"
        return "fit" if self.term.signal_type == ATTRIBUTE else "engagement"


@dataclass
class Family:
    """Columns that look at the same thing, with whole points; all may be raised together."""

    columns: list[int]
    points: dict[int, int]
    cuts: list[int]
    excludes_itself: bool
    raised: int = 0

    @property
    def levels(self) -> list[int]:
        """Points below the first cut, from the first on, ..."""
        return [int(level) for level in np.cumsum([0, *[self.points[c] for c in self.cuts]])]

    @property
    def lowest(self) -> int:
        """The fewest points that somebody gets."""
        others = [self.points[column] for column in self.columns if column not in self.cuts]
        return min([*self.levels, *others])

    def parts(self, matrix: Matrix) -> tuple[Floats, Floats]:
        """What its rules add to and what they take from each row.

        Of an attribute one rule holds at a time; of events each for itself.
        """
        each = matrix[:, self.columns].multiply([float(self.points[c]) for c in self.columns])
        each = each.tocsr()
        if self.excludes_itself:
            total = np.asarray(each.sum(axis=1)).ravel() + self.raised
            return np.maximum(total, 0), np.minimum(total, 0)
        adds, takes = each.maximum(0), each.minimum(0)
        return np.asarray(adds.sum(axis=1)).ravel(), np.asarray(takes.sum(axis=1)).ravel()


@dataclass(frozen=True)
class Scorecard:
    """Rules, and the same points by column of the matrix, to score rows here as SQL scores them."""

    rules: list[Rule]
    families: list[Family]
    # Points that everybody has, beside those of raised families.
    start: int
    # Points for one unit of log-odds.
    size: float
    scale: tuple[float, float]

    def points(self, matrix: Matrix) -> dict[str, Floats]:
        """The points of each row by component."""
        rows = matrix.shape[0]
        sums = {component: np.zeros(rows) for component in ("fit", "engagement", "negative")}
        sums["fit"] += self.start
        for family in self.families:
            adds, takes = family.parts(matrix)
            sums["fit" if family.excludes_itself else "engagement"] += adds
            sums["negative"] += takes
        return sums

    def raw_scores(self, matrix: Matrix) -> Floats:
        """The sum of points of each row."""
        return np.asarray(sum(self.points(matrix).values()))

    def scores(self, matrix: Matrix) -> Floats:
        """The sum, cut to the scale."""
        return np.clip(self.raw_scores(matrix), *self.scale)


def make_scorecard(
    terms: list[Term],
    model: Model,
    matrix: Matrix,
    labels: Floats,
    *,
    decimals: Mapping[str, int],
    scale: tuple[float, float],
    complete: frozenset[str] = frozenset(),
) -> Scorecard:
    """The scorecard of a model, its scale set by the rows of people in play."""
    log_odds = model.log_odds(matrix)
    card = None
    for end in ENDS:
        low, high = np.percentile(log_odds, [end, 100 - end])
        size = min((scale[1] - scale[0]) / max(high - low, 1e-9), MOST_POINTS_PER_LOG_ODDS)
        card = _rounded(terms, model, matrix, size=size, end=end, scale=scale)
        rules = [r for family in card.families for r in _rules(family, terms, decimals, complete)]
        card = replace(card, rules=[*rules, *card.rules])
        raw = card.raw_scores(matrix)
        if auc(raw, labels) - auc(np.clip(raw, *scale), labels) < LEAST_LOSS:
            break
    assert card is not None  # noqa: S101 - there is at least one end
    return card


def with_rule(card: Scorecard, term: Term, column: int, points: int) -> Scorecard:
    """The scorecard with one more rule on an attribute."""
    return replace(
        card,
        rules=[*card.rules, Rule(term, points, term.description)],
        families=[*card.families, Family([column], {column: points}, [], excludes_itself=True)],
    )


def _rounded(
    terms: list[Term],
    model: Model,
    matrix: Matrix,
    *,
    size: float,
    end: float,
    scale: tuple[float, float],
) -> Scorecard:
    families = _families(terms, model, size)
    sums = Scorecard([], families, 0, size, scale).raw_scores(matrix)
    room = round(scale[0] - float(np.percentile(sums, end)))
    raised = 0
    # Cheapest first: as many families as there is room for do without negative points.
    for family in sorted(families, key=lambda family: -family.lowest):
        if family.cuts and family.lowest < 0 and raised - family.lowest <= room:
            family.raised = -family.lowest
            raised += family.raised
    start, rules = 0, []
    if np.mean(sums + raised < scale[0]) > LARGEST_SHARE_BELOW and room > raised:
        start = room - raised
        everybody = Term(ATTRIBUTE, "days_since_created", "gte", "0")
        rules.append(Rule(everybody, start, "Every lead starts with these points"))
    return Scorecard(rules, families, start, size, scale)


def _families(terms: list[Term], model: Model, size: float) -> list[Family]:
    by_family: dict[tuple[str, ...], list[int]] = defaultdict(list)
    coefficients = dict(zip(model.columns, model.coefficients, strict=True))
    for column in model.columns:
        by_family[terms[column].family].append(column)
    families = []
    for columns in by_family.values():
        cuts = [column for column in columns if terms[column].operator == "gte"]
        cuts.sort(key=lambda column: float(terms[column].operand))
        # Rounded are the levels, not the steps between them, so that errors do not add up.
        levels = [0, *np.rint(size * np.cumsum([coefficients[c] for c in cuts])).astype(int)]
        points = {c: int(b - a) for c, a, b in zip(cuts, levels[:-1], levels[1:], strict=True)}
        for column in columns:
            points.setdefault(column, int(np.rint(size * coefficients[column])))
        families.append(Family(columns, points, cuts, terms[columns[0]].signal_type == ATTRIBUTE))
    return families


def _rules(
    family: Family, terms: list[Term], decimals: Mapping[str, int], complete: frozenset[str]
) -> list[Rule]:
    first = terms[family.columns[0]]
    if first.signal_type == EVENT:
        return [
            Rule(terms[column], points, event_sentence(terms[column]))
            for column, points in family.points.items()
            if points
        ]
    rules = _bands(family, terms, decimals.get(first.signal, 0)) if family.cuts else []
    by_points: dict[int, list[str]] = defaultdict(list)
    missing = family.raised
    for column, points in family.points.items():
        if terms[column].operator == "is_missing":
            missing += points
        elif terms[column].operator == "equals":
            by_points[points].append(terms[column].operand)
    for points, values in by_points.items():
        operator = "equals" if len(values) == 1 else "in"
        rules.append(_attribute_rule(first.signal, operator, "|".join(sorted(values)), points))
    # Who has no value stands as those below the first cut, where that can be.
    if first.signal != "days_since_created" and first.signal not in complete:
        rules.append(_attribute_rule(first.signal, "is_missing", "", missing))
    return [rule for rule in rules if rule.points]


def _bands(family: Family, terms: list[Term], decimals: int) -> list[Rule]:
    """One rule for each run of neighbouring levels with the same points."""
    signal = terms[family.cuts[0]].signal
    points = [level + family.raised for level in family.levels]
    # The lower edge of each level; the first one has none.
    edges = ["", *[terms[column].operand for column in family.cuts]]
    starts = [i for i in range(len(points)) if i == 0 or points[i] != points[i - 1]]
    rules = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        low = edges[start]
        high = "" if following is None else just_below(edges[following], decimals)
        if low and high:
            rules.append(_attribute_rule(signal, "between", f"{low}|{high}", points[start]))
        elif low:
            rules.append(_attribute_rule(signal, "gte", low, points[start]))
        elif high:
            rules.append(_attribute_rule(signal, "lte", high, points[start]))
    return rules


def just_below(cut: str, decimals: int) -> str:
    """The largest number of so many decimals that is below the cut.

    Of numbers with many decimals only those that tell it from the cut: 2037.99, not 2037.9999999.
    """
    size = math.floor(math.log10(abs(float(cut)))) if float(cut) else 0
    enough = max(2, TELLING_DIGITS - 1 - size)
    places = max(min(decimals, enough), len(cut.partition(".")[2]))
    text = f"{float(cut) - 10.0**-places:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _attribute_rule(signal: str, operator: str, operand: str, points: int) -> Rule:
    term = Term(ATTRIBUTE, signal, operator, operand)
    return Rule(term, points, attribute_sentence(signal, operator, operand))
