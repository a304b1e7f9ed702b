"""HTTP to a destination: dlt's client, which waits and tries again, and what its answers mean."""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import UserError
from .settings import Settings


class RefusedError(Exception):
    """The destination understood the request and will not do it; sending it again is no use."""

    def __init__(self, reason: str) -> None:
        """Keep the reason without anything that looks like an email address."""
        super().__init__(reason)
        self.reason = reason


class Client:
    """Sends requests; 429 and 5xx answers, timeouts and lost connections are tried again."""

    def __init__(self, settings: Settings) -> None:
        """Prepare a session; nothing is sent yet."""
        from dlt.sources.helpers.requests import Client as RetryingClient  # noqa: PLC0415 - slow

        self._settings = settings
        self._requests = RetryingClient(
            request_timeout=settings.timeout_seconds,
            raise_for_status=False,
            request_max_attempts=settings.max_attempts,
            request_backoff_factor=settings.backoff_seconds,
            # Also the longest wait that a Retry-After header may ask for.
            request_max_retry_delay=settings.max_wait_seconds,
        )
        self.headers: dict[str, str] = {}
        if settings.token:
            self.headers["Authorization"] = f"Bearer {settings.token}"

    def send(
        self, method: str, path: str, body: Any = None, *, form: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Send one request; the status and the JSON of the answer, None where it has none."""
        import requests  # noqa: PLC0415 - comes with dlt

        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            response = self._requests.request(
                method,
                self._settings.url.rstrip("/") + path,
                data=form if body is None else json.dumps(body),
                headers=headers,
                # A redirect would turn a POST into a GET, which writes nothing.
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise self._gave_up(f"cannot be reached ({type(error).__name__})") from None
        status = int(response.status_code)
        if status == 429 or status >= 500:
            raise self._gave_up(f"answers {status}")
        if 300 <= status < 400:
            raise UserError(
                f"{self._settings.name} has moved ({status}); write its new address into url."
            )
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if status == 403 and "REQUEST_LIMIT_EXCEEDED" in str(answer):
            raise self._gave_up("has no requests left for today")
        if status in {401, 403}:
            raise UserError(
                f"{self._settings.name} refuses the credentials ({status}); check the environment"
                f" variables that its file names, and what the account may do."
            )
        return status, answer

    def _gave_up(self, what: str) -> UserError:
        return UserError(
            f"{self._settings.name} {what}, after {self._settings.max_attempts} attempts; what it"
            " has acknowledged is written down, run the command again later for the rest."
        )


def reason_of(code: object, message: object = "") -> str:
    """Why a row was refused, in few words; an email address in it is masked."""
    text = " ".join(f"{code} {message}".split())
    return re.sub(r"\S+@\S+", "(email address)", text)[:160]
