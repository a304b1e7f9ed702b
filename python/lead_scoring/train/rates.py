"""Too little data to fit weights together: shrunken close rates, one term of each signal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .glm import Model, log_odds_of
from .learn import Rows
from .terms import Term

MOST_TERMS = 10
LEAST_LOG_ODDS = 0.1


def close_rate_model(
    terms: list[Term], rows: Rows, signs: NDArray[np.int8], prior_people: float
) -> Model:
    """The terms whose close rates differ most from that of all, each weighed by itself.

    Each rate is drawn towards the overall one by a number of people who convert as all do (the mean
    of a beta-binomial: Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4). Signals that
    go together are counted twice; with so few conversions their shares cannot be told apart.
    """
    people = _first_rows(rows)
    overall = float(people.labels.mean())
    with_term = np.asarray(people.matrix.sum(axis=0)).ravel()
    won = people.matrix.T @ people.labels
    rate = (won + prior_people * overall) / (with_term + prior_people)
    log_odds = log_odds_of(rate) - log_odds_of(np.array(overall))
    log_odds[signs * log_odds < 0] = 0
    # How sure: the log-odds in standard errors.
    sureness = np.abs(log_odds) * np.sqrt((with_term + prior_people) * overall * (1 - overall))
    chosen: dict[tuple[str, str], int] = {}
    for column in np.argsort(-sureness, kind="stable"):
        if abs(log_odds[column]) >= LEAST_LOG_ODDS and len(chosen) < MOST_TERMS:
            chosen.setdefault((terms[column].signal_type, terms[column].signal), int(column))
    columns = list(chosen.values())
    return Model(float(log_odds_of(np.array(overall))), columns, np.round(log_odds[columns], 4))


def _first_rows(rows: Rows) -> Rows:
    """The first row of each person: rates of people count each of them once."""
    _, first = np.unique(rows.people, return_index=True)
    kept = np.zeros(len(rows.people), dtype=bool)
    kept[first] = True
    return rows.where(kept)
