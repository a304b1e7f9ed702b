"""Which scorecard a command shows: the one in force unless another is asked for.

Tables that depend on a rulebook hold the rows of all scorecards. Whoever reads one of them asks for
the rows of one, by the condition that this module writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import UserError
from .sql import literal

# The first is the one in force.
_SCORECARDS = (
    "select scorecards.scorecard, settings.is_active from rulebook.stg_scorecards as scorecards"
    " inner join rulebook.stg_settings as settings on scorecards.scorecard = settings.scorecard"
    " order by scorecards.scorecard_rank"
)
Rows = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Scorecards:
    """The scorecards of a warehouse, that in force first, and those of them that are active."""

    names: tuple[str, ...]
    active: frozenset[str]

    @classmethod
    def of(cls, rows: Rows) -> Scorecards:
        """The scorecards of the last build; rows asks the warehouse."""
        found = rows(_SCORECARDS)
        return cls(
            tuple(str(name) for name, _ in found),
            frozenset(str(name) for name, is_active in found if is_active),
        )

    @property
    def in_force(self) -> str:
        """The scorecard that holds unless another is named."""
        return self.names[0]

    def choose(self, asked: str) -> str:
        """The scorecard asked for, else the one in force; an error where there is none such."""
        if asked and asked not in self.names:
            raise UserError(
                f"there is no scorecard {asked} in the warehouse; choose one of"
                f" {', '.join(self.names)}."
            )
        return asked or self.in_force

    def choose_active(self, asked: str) -> str:
        """The same, of the scorecards that are in the queue, the alerts and the sync."""
        chosen = self.choose(asked)
        if chosen not in self.active:
            raise UserError(
                f"the scorecard {chosen} is not active, so nothing of it may be sent; write"
                f" is_active,true into its settings.csv and build again, or choose one of"
                f" {', '.join(name for name in self.names if name in self.active)}."
            )
        return chosen


def of_scorecard(scorecard: str) -> str:
    """SQL: the condition that a row is of the scorecard."""
    return f"scorecard = {literal(scorecard)}"
