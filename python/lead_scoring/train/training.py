"""From a frame to what is learned: choose, judge on the people held out, learn from all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from . import measure
from .candidates import LEAST_PEOPLE
from .frame import Frame
from .glm import Floats, Matrix, Model, calibration, probability, shift
from .learn import SELECTION_ROWS, Rows, Settings, choose_settings, find_path, learn
from .measure import Interval
from .rates import close_rate_model
from .scorecard import MOST_TERMS, Scorecard, make_scorecard, with_rule
from .shape import without_wobbles
from .split import converted_people, cut_before_latest, sample
from .terms import ATTRIBUTE, Term

# Sales has closed such leads: nobody scores them, and they would drown those in play.
CLOSED = Term(ATTRIBUTE, "last_sales_outcome", "equals", "lost")


@dataclass(frozen=True)
class Needs:
    """What training asks of the rulebook's project: vars of dbt_project.yml."""

    conversions: int
    held_out_conversions: int
    prior_people: float
    scale: tuple[float, float]


@dataclass(frozen=True)
class Judgement:
    """One way to rank the people held out: what the figures are."""

    name: str
    auc: Interval
    gain: Interval | None
    lift: float
    brier: float | None = None
    shift: float | None = None
    slope: float | None = None


@dataclass(frozen=True)
class Level:
    """Mean chance and share of conversions of the people held out; off: the one less the other.

    known_by: the latest day (as numpy counts) whose outcomes were known before they came; None
    where there was none, so that the days of the earlier people had to do.
    """

    expected: float
    actual: float
    off: Interval
    known_by: int | None


@dataclass(frozen=True)
class HoldOut:
    """The people held out, and how everything did on them."""

    people: int
    rows: int
    conversions: int
    judgements: list[Judgement]
    reliability: list[tuple[float, float, int]]
    level: Level


@dataclass(frozen=True)
class Trained:
    """What was learned; without settings and hold-out where the data were too few."""

    model: Model
    card: Scorecard
    rows_in_play: int
    people_in_play: int
    conversions: int
    settings: Settings | None
    hold_out: HoldOut | None


def train(frame: Frame, signs: NDArray[np.int8], needs: Needs) -> Trained:
    """Learn a probability and a scorecard from the frame."""
    closed = frame.terms.index(CLOSED) if CLOSED in frame.terms else None
    in_play = np.ones(len(frame.labels), dtype=bool)
    if closed is not None:
        in_play = np.asarray(frame.matrix[:, [closed]].toarray()).ravel() == 0
    everybody = Rows(frame.matrix, frame.labels, frame.people, frame.days)
    rows = everybody.where(in_play)
    conversions = len(converted_people(rows.people, rows.labels))
    make = _Maker(
        frame.terms, everybody, in_play, closed, signs, frame.decimals, frame.complete, needs
    )
    settings = hold_out = None
    if conversions >= needs.conversions:
        cut = cut_before_latest(rows.people, rows.labels)
        if conversions_from(rows, cut) >= needs.held_out_conversions:
            settings, hold_out = _judge(frame, make, in_play, cut)
    model, card = make(np.ones(len(frame.labels), dtype=bool), settings)
    people = len(np.unique(rows.people))
    return Trained(model, card, len(rows.labels), people, conversions, settings, hold_out)


def conversions_from(rows: Rows, first: int) -> int:
    """Of how many people from a number on it is known that they converted."""
    return int((converted_people(rows.people, rows.labels) >= first).sum())


@dataclass(frozen=True)
class _Maker:
    """Makes a model and its scorecard of some of the people."""

    terms: list[Term]
    rows: Rows
    in_play: NDArray[np.bool_]
    closed: int | None
    signs: NDArray[np.int8]
    decimals: Mapping[str, int]
    complete: frozenset[str]
    needs: Needs

    def __call__(
        self, kept: NDArray[np.bool_], settings: Settings | None, known_by: int | None = None
    ) -> tuple[Model, Scorecard]:
        rows = self.rows.where(kept & self.in_play)
        usable = usable_columns(rows)
        narrow = rows.columns(usable)
        signs = self.signs[usable]
        if settings is None:
            terms = [self.terms[column] for column in usable]
            model = close_rate_model(terms, narrow, signs, self.needs.prior_people)
            short = model
        else:
            path = find_path(narrow, signs, settings.length)
            terms = [self.terms[column] for column in usable]
            path = without_wobbles(terms, narrow, signs, path, settings.penalty)
            model = learn(narrow, signs, path, settings, known_by)
            short = model
            if len(path) > min(MOST_TERMS, settings.card_length):
                path = path[: min(MOST_TERMS, settings.card_length)]
                short = learn(narrow, signs, path, settings, known_by)
        model, short = _widened(model, usable), _widened(short, usable)
        card = make_scorecard(
            self.terms,
            short,
            rows.matrix,
            rows.labels,
            decimals=self.decimals,
            scale=self.needs.scale,
            complete=self.complete,
        )
        return self._with_closed(model, card, kept)

    def _with_closed(
        self, model: Model, card: Scorecard, kept: NDArray[np.bool_]
    ) -> tuple[Model, Scorecard]:
        """What it means that sales have closed a lead: one more term, learned from those leads."""
        rows = self.rows.where(kept & ~self.in_play)
        if self.closed is None or len(np.unique(rows.people)) < LEAST_PEOPLE:
            return model, card
        # Half a conversion more than there were: none so far does not mean never.
        labels = rows.labels.copy()
        labels[0] = min(1.0, labels[0] + 0.5)
        moved = min(0.0, round(shift(model.log_odds(rows.matrix), labels), 4))
        points = -int(min(self.needs.scale[1] - self.needs.scale[0], round(-moved * card.size)))
        model = replace(
            model,
            columns=[*model.columns, self.closed],
            coefficients=np.append(model.coefficients, moved),
        )
        return model, with_rule(card, CLOSED, self.closed, points) if points else card


def usable_columns(rows: Rows) -> NDArray[np.int64]:
    """Columns that hold and do not hold for enough people, and are not another one again."""
    _, person = np.unique(rows.people, return_inverse=True)
    count = len(person)
    of_people = sparse.csr_matrix((np.ones(count), (person, np.arange(count))))
    held = (of_people @ rows.matrix).tocsc()
    days = np.asarray(of_people.sum(axis=1)).ravel()
    with_term = np.diff(held.indptr)
    always = np.array(
        [
            np.sum(held.data[a:b] == days[held.indices[a:b]])
            for a, b in zip(held.indptr[:-1], held.indptr[1:], strict=True)
        ]
    )
    enough = (with_term >= LEAST_PEOPLE) & (len(days) - always >= LEAST_PEOPLE)
    by_column = rows.matrix.tocsc()
    seen: set[bytes] = set()
    sizes: set[int] = set()
    usable = []
    for column in np.flatnonzero(enough):
        content = by_column.indices[by_column.indptr[column] : by_column.indptr[column + 1]]
        content = np.sort(content).astype(np.int64)
        others = np.zeros(0, dtype=np.int64)
        if count - len(content) in sizes:
            others = np.setdiff1d(np.arange(count), content, assume_unique=True)
        # Neither the same rows again nor all the others: yes says what no says.
        if not {content.tobytes(), others.tobytes()} & seen:
            seen.add(content.tobytes())
            sizes.add(len(content))
            usable.append(int(column))
    return np.array(usable, dtype=np.int64)


def _widened(model: Model, usable: NDArray[np.int64]) -> Model:
    return replace(model, columns=[int(usable[column]) for column in model.columns])


def _judge(
    frame: Frame, make: _Maker, in_play: NDArray[np.bool_], cut: int
) -> tuple[Settings, HoldOut]:
    """Learn from those who came before the cut, and look at those who came after."""
    earlier = frame.people < cut
    learned = make.rows.where(earlier & in_play)
    usable = usable_columns(learned)
    narrow = learned.columns(usable)
    settings = choose_settings(narrow, make.signs[usable])
    later = ~earlier & in_play
    rows = make.rows.where(later)
    # The level of these rows must not be that of their own time: by the first of them, so much was
    # known.
    before = int(rows.days.min()) - frame.facts.horizon_days
    known_by = before if learned.labels[learned.days <= before].any() else None
    model, card = make(earlier, settings, known_by)
    log_odds = model.log_odds(rows.matrix)
    chance = probability(log_odds)
    ways = {
        "rulebook in force": frame.scores[later],
        "learned scorecard": card.scores(rows.matrix),
        "learned probability": chance,
        "boosted trees, for comparison": _boosted(narrow, rows.matrix[:, usable]),
    }
    judgements = _judgements(ways, rows)
    judgements[2] = replace(
        judgements[2],
        brier=measure.brier(chance, rows.labels),
        shift=shift(log_odds, rows.labels),
        slope=calibration(log_odds, rows.labels)[1],
    )
    return settings, HoldOut(
        people=len(np.unique(rows.people)),
        rows=len(rows.labels),
        conversions=conversions_from(rows, cut),
        judgements=judgements,
        reliability=measure.reliability(chance, rows.labels),
        level=_level(chance, rows, known_by),
    )


def _level(chance: Floats, rows: Rows, known_by: int | None) -> Level:
    """How many conversions were expected of the people held out, and how many there were."""
    (off,) = measure.intervals(
        [lambda weights: float(np.average(chance - rows.labels, weights=weights))], rows.people
    )
    return Level(float(chance.mean()), float(rows.labels.mean()), off, known_by)


def _judgements(ways: Mapping[str, Floats], rows: Rows) -> list[Judgement]:
    """AUC of each way, and what it gains over the first, on the same draws of people."""
    aucs = [measure.auc_of(scores, rows.labels) for scores in ways.values()]

    def gain_of(way: int) -> Callable[[Floats], float]:
        return lambda weights: aucs[way](weights) - aucs[0](weights)

    measures = [make for way, auc in enumerate(aucs) for make in (auc, gain_of(way))]
    figures = measure.intervals(measures, rows.people)
    return [
        Judgement(
            name,
            figures[2 * place],
            figures[2 * place + 1] if place else None,
            measure.lift(scores, rows.labels),
        )
        for place, (name, scores) in enumerate(ways.items())
    ]


def _boosted(learned: Rows, matrix: Matrix) -> Floats:
    """What trees make of the same terms: how much the additive form costs."""
    from sklearn.ensemble import (  # noqa: PLC0415 - slow to import, and only needed here
        HistGradientBoostingClassifier,
    )

    trees = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=150, max_depth=4, early_stopping=False, random_state=0
    )
    learned = learned.where(sample(learned.people, SELECTION_ROWS))
    trees.fit(learned.matrix.astype(np.float32).toarray(), learned.labels)
    return np.asarray(trees.predict_proba(matrix.astype(np.float32).toarray())[:, 1])
