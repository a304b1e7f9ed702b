"""What all destinations have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from .http_client import Client
from .rows import CLEAR, Row, Value
from .settings import Settings


@dataclass(frozen=True)
class Failure:
    """Why a row was not taken; missing: the destination does not have the record."""

    reason: str
    is_missing: bool = False


class Crm(ABC):
    """One kind of destination: how a batch of rows becomes a request, and what the answer says."""

    most_rows = 1_000_000

    def __init__(self, settings: Settings, client: Client) -> None:
        """Speak to the destination of the settings by way of the client."""
        self.settings = settings
        self.client = client

    @property
    def batch_size(self) -> int:
        """Rows in one request."""
        return min(self.settings.batch_size, self.most_rows)

    @abstractmethod
    def write(self, rows: Sequence[Row]) -> dict[str, Failure]:
        """Write the rows; the failures by key. RefusedError where none of them was looked at."""

    def values(self, row: Row, empty: Value = None) -> dict[str, Value]:
        """The row under the destination's own names; all of them empty where it is cleared."""
        values = {
            name: None if row.operation == CLEAR else row.values.get(column)
            for column, name in self.settings.fields.items()
        }
        return {name: empty if value is None else value for name, value in values.items()}
