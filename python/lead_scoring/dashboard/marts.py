"""What the pages ask of the marts: rows of one scorecard, chosen and ordered, computed by dbt."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..engines import MissingTableError
from ..engines.base import Database
from ..scorecards import of_scorecard
from ..sql import literal

ALL = "*"
LISTED = 1000  # leads of the queue that are listed, and have a page of their own
# Tables that are the same whatever the rulebook.
_OF_NO_SCORECARD = frozenset(
    {
        "input_bad_values",
        "input_conflicts",
        "input_coverage",
        "input_fates",
        "input_freshness",
        "input_reconciliation",
        "input_warnings",
        "lead_activity",
        "machine_traffic",
        "rejected_records",
    }
)
_SCHEMAS = {"lead_alerts": "activation", "stg_scoring_rules": "rulebook", "stg_stages": "rulebook"}


_named_tuple: Any = namedtuple  # the columns are the caller's


@dataclass(frozen=True)
class Marts:
    """The marts of a warehouse, as one scorecard sees them.

    leads: those that get a page although they are not in the queue.
    """

    database: Database
    scorecard: str
    leads: Sequence[str] = ()

    def rows(
        self,
        mart: str,
        columns: str,
        where: str = "",
        order: str = "",
        *,
        group: str = "",
        most: int = 0,
    ) -> list[Any]:
        """The rows of a mart, with its columns by name; none where it was not built.

        most: how many rows at most, the first in the order.
        """
        conditions = [] if mart in _OF_NO_SCORECARD else [of_scorecard(self.scorecard)]
        conditions += [f"({where})"] if where else []
        asked = f"select {columns} from {_SCHEMAS.get(mart, 'marts')}.{mart}"
        asked += f" where {' and '.join(conditions)}" if conditions else ""
        asked += f" group by {group}" if group else ""
        asked += f" order by {order}" if order else ""
        asked += f" limit {most}" if most else ""
        names = [column.split(" as ")[-1].strip() for column in columns.split(",")]
        row = _named_tuple("row", names)
        try:
            return [row(*cells) for cells in self.database.rows(asked)]
        except MissingTableError:
            return []

    def count(self, mart: str, where: str = "") -> int:
        """How many rows a mart has."""
        found = self.rows(mart, "count(*) as found", where)
        return int(found[0].found) if found else 0

    def told(self, key: str) -> str:
        """SQL: the condition that a row is about a person who has a page."""
        queue = (
            f"select person_id from marts.follow_up_queue where {of_scorecard(self.scorecard)}"
            f" and priority <= {LISTED}"
        )
        if not self.leads:
            return f"{key} in ({queue})"
        asked = (
            f"select person_id from marts.lead_scores where {of_scorecard(self.scorecard)}"
            f" and lead_id in ({', '.join(map(literal, self.leads))})"
        )
        return f"{key} in ({queue}) or {key} in ({asked})"


def groups(rows: Sequence[Any], column: str) -> dict[Any, list[Any]]:
    """The rows by what they have in a column, in the order in which they come."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found
