"""Salesforce: PATCH /services/data/{version}/composite/sobjects, up to 200 records a request.

Updates by record id, with allOrNone false: each record stands for itself, and the answers come in
the order of the records. Signs in by the OAuth client credentials flow, or with a token.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import UserError
from .crm import Crm, Failure
from .http_client import RefusedError, reason_of
from .rows import Row

# How the ids of records begin: for leads that the warehouse has forgotten.
_OBJECTS = {"00Q": "Lead", "003": "Contact"}
_MISSING = {"ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "NOT_FOUND"}


class Salesforce(Crm):
    """Writes fields of leads, contacts or other objects, each record to its own."""

    most_rows = 200

    def write(self, rows: Sequence[Row]) -> dict[str, Failure]:
        """Update a batch."""
        self._sign_in()
        # Salesforce takes up to ten runs of records of one type in a request.
        rows = sorted(rows, key=self._object)
        status, answer = self.client.send(
            "PATCH",
            f"/services/data/{self.settings.api_version}/composite/sobjects",
            {
                "allOrNone": False,
                "records": [
                    {"attributes": {"type": self._object(row)}, "id": row.key, **self.values(row)}
                    for row in rows
                ],
            },
        )
        if status != 200 or not isinstance(answer, list) or len(answer) != len(rows):
            first = answer[0] if isinstance(answer, list) and answer else {}
            raise RefusedError(reason_of(first.get("errorCode", status), first.get("message", "")))
        failures = {}
        for row, result in zip(rows, answer, strict=True):
            if not result.get("success"):
                error = (result.get("errors") or [{}])[0]
                code = error.get("statusCode", "ERROR")
                failures[row.key] = Failure(
                    reason_of(code, error.get("message", "")), is_missing=code in _MISSING
                )
        return failures

    def _object(self, row: Row) -> str:
        known = row.values.get("crm_object") or _OBJECTS.get(row.key[:3])
        return str(known or self.settings.object or "Lead")

    def _sign_in(self) -> None:
        if "Authorization" in self.client.headers:
            return
        status, answer = self.client.send(
            "POST",
            "/services/oauth2/token",
            form={
                "grant_type": "client_credentials",
                "client_id": self.settings.client_id,
                "client_secret": self.settings.client_secret,
            },
        )
        if status != 200 or not isinstance(answer, dict) or "access_token" not in answer:
            raise UserError(
                f"{self.settings.name} does not give a token for the client id and secret"
                f" ({status}); check both, and that the connected app allows client credentials."
            )
        self.client.headers["Authorization"] = f"Bearer {answer['access_token']}"
