"""Batches on their way: what is refused as a whole is split, what is taken is written down."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import UserError
from .acknowledged import Acknowledged
from .crm import Crm, Failure
from .http_client import RefusedError
from .rows import CLEAR, Row

# So many refusals with nothing taken are no bad rows but a bad setting, such as an unknown field.
_MOST_REFUSALS_AT_FIRST = 20


class Delivery:
    """One sync: sends rows and counts what became of them."""

    def __init__(self, crm: Crm, acknowledged: Acknowledged) -> None:
        """Send to the CRM, and remember what it has acknowledged."""
        self._crm = crm
        self._acknowledged = acknowledged
        self.sent = 0
        self.cleared = 0
        self.failures: dict[str, Failure] = {}

    def send(self, rows: Sequence[Row]) -> None:
        """Send rows, and write down those that were taken."""
        try:
            failures = self._crm.write(rows)
        except RefusedError as refusal:
            if len(rows) > 1:
                middle = len(rows) // 2
                self.send(rows[:middle])
                self.send(rows[middle:])
                return
            failures = {rows[0].key: Failure(refusal.reason)}
        # A record that is not there has nothing to clear.
        done = [
            row
            for row in rows
            if row.key not in failures or (row.operation == CLEAR and failures[row.key].is_missing)
        ]
        self._acknowledged.add(done)
        self.cleared += sum(row.operation == CLEAR for row in done)
        self.sent += sum(row.operation != CLEAR for row in done)
        taken = {row.key for row in done}
        self.failures |= {row.key: failures[row.key] for row in rows if row.key not in taken}
        self._stop_where_nothing_is_taken()

    def _stop_where_nothing_is_taken(self) -> None:
        refused = [failure for failure in self.failures.values() if not failure.is_missing]
        if self.sent + self.cleared == 0 and len(refused) >= _MOST_REFUSALS_AT_FIRST:
            raise UserError(
                f"{self._crm.settings.name} refused the first {len(refused)} rows"
                f" ({refused[0].reason}); correct its file, or what the CRM asks for, and run the"
                " command again."
            )
