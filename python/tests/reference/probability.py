"""The probability of conversion: by learned terms, else by what became of people with the score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import exp

from .inputs import Event, event_matches
from .rulebook import Cells, Rulebook, Term


def trained_probability(
    rulebook: Rulebook, values: Cells, events: Sequence[Event], day: date
) -> float | None:
    """The probability by the terms that hold on a day; None where the rulebook is not trained.

    `events` are the person's, machine events left out.
    """
    if not rulebook.terms:
        return None
    log_odds = sum(
        term.coefficient
        for term in rulebook.terms
        if term_holds(term, rulebook, values, events, day)
    )
    return 1 / (1 + exp(-log_odds))


def term_holds(
    term: Term, rulebook: Rulebook, values: Cells, events: Sequence[Event], day: date
) -> bool:
    """Whether a term counts for a person on a day; the intercept counts for everybody."""
    if term.signal_type == "intercept":
        return True
    if term.signal_type == "attribute":
        return rulebook.attribute_matches(term.signal, term.operator, term.operand, values)
    hits = sum(
        event_matches(term, event)
        and event.day <= day
        and (term.within_days is None or event.day > day - timedelta(days=term.within_days))
        for event in events
    )
    return hits >= term.min_hits
