"""Any JSON API: one request for each lead where the path names {lead_id}, else one for a batch.

A batch goes as {"rows": [{"lead_id": ..., "operation": "upsert" or "clear", ...}]}. Any 2xx answer
says that all rows are written, but for those it lists as {"errors": [{"lead_id": ..., "message":
...}]}. The header Idempotency-Key is the same whenever the same rows are sent again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from .crm import Crm, Failure
from .http_client import RefusedError, reason_of
from .rows import Row, fingerprint


class Rest(Crm):
    """Writes to a URL of the user's."""

    @property
    def batch_size(self) -> int:
        """Rows in one request."""
        return 1 if "{lead_id}" in self.settings.path else super().batch_size

    def write(self, rows: Sequence[Row]) -> dict[str, Failure]:
        """Write a batch, or the one row there is."""
        body: dict[str, Any]
        path = self.settings.path
        if "{lead_id}" in path:
            path = path.replace("{lead_id}", quote(rows[0].key, safe=""))
            body = self.values(rows[0])
        else:
            body = {
                self.settings.rows_key: [
                    {"lead_id": row.key, "operation": row.operation, **self.values(row)}
                    for row in rows
                ]
            }
        self.client.headers["Idempotency-Key"] = fingerprint(
            path, [(row.key, row.content_hash) for row in rows]
        )
        status, answer = self.client.send(self.settings.method, path, body)
        if status in {404, 410} and self.batch_size == 1 and "{lead_id}" in self.settings.path:
            return {rows[0].key: Failure(f"{status} not found", is_missing=True)}
        if not 200 <= status < 300:
            raise RefusedError(reason_of(status, _message(answer)))
        errors = answer.get(self.settings.errors_key, []) if isinstance(answer, dict) else []
        return {
            str(error.get("lead_id")): Failure(
                reason_of(error.get("code", ""), error.get("message", "")),
                is_missing=str(error.get("code")) in {"404", "410", "not_found"},
            )
            for error in errors or []
        }


def _message(answer: Any) -> str:
    return str(answer.get("message", "")) if isinstance(answer, dict) else ""
