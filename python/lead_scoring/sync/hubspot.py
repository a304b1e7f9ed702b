"""HubSpot: POST /crm/v3/objects/{object}/batch/update, up to 100 records a request.

Updates only: a score must never create a contact. The answer is 200, or 207 where some records
failed; only what it lists under `results` counts as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .crm import Crm, Failure
from .http_client import RefusedError, reason_of
from .rows import Row, Value

_MISSING = "OBJECT_NOT_FOUND"


class HubSpot(Crm):
    """Writes properties of contacts, or of another object."""

    most_rows = 100

    def write(self, rows: Sequence[Row]) -> dict[str, Failure]:
        """Update a batch."""
        kind = self.settings.object or "contacts"
        status, answer = self.client.send(
            "POST",
            f"/crm/v3/objects/{kind}/batch/update",
            {"inputs": [self._input(row) for row in rows]},
        )
        answer = answer if isinstance(answer, dict) else {}
        if status not in {200, 207}:
            raise RefusedError(reason_of(answer.get("category", status), answer.get("message", "")))
        written = {self._key(result) for result in answer.get("results", [])}
        errors = self._errors(answer.get("errors", []))
        return {
            row.key: errors.get(row.key, Failure("not among the results"))
            for row in rows
            if row.key not in written
        }

    def _input(self, row: Row) -> dict[str, Any]:
        # HubSpot empties a property that is set to an empty text, and ignores null.
        properties = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in self.values(row, empty="").items()
        }
        by = {"idProperty": self.settings.id_property} if self.settings.id_property else {}
        return {"id": row.key, **by, "properties": properties, "objectWriteTraceId": row.key}

    def _key(self, result: dict[str, Any]) -> Value:
        if "objectWriteTraceId" in result:
            return str(result["objectWriteTraceId"])
        if self.settings.id_property:
            return str(result.get("properties", {}).get(self.settings.id_property))
        return str(result.get("id"))

    @staticmethod
    def _errors(errors: Sequence[dict[str, Any]]) -> dict[str, Failure]:
        found = {}
        for error in errors:
            category = error.get("category", "ERROR")
            # The message of a missing record lists ids, the others name properties.
            failure = Failure(
                reason_of(category, "" if category == _MISSING else error.get("message", "")),
                is_missing=category == _MISSING,
            )
            context = error.get("context", {})
            for key in [*context.get("ids", []), *context.get("objectWriteTraceId", [])]:
                found[str(key)] = failure
        return found
