"""The live dashboard listens on this machine only: it asks nobody who they are."""

from __future__ import annotations

from types import TracebackType
from typing import Any
from unittest import mock

import pytest

from lead_scoring.dashboard import command


class Server:
    """In place of the server: what it was started with."""

    started: list[list[str]]

    def __init__(self, arguments: list[str], **_: Any) -> None:
        """Note the arguments."""
        self.started.append(arguments)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        return None

    def wait(self) -> None:
        """End at once."""

    def terminate(self) -> None:
        """Nothing is there to end."""


def test_only_this_machine_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says; the port alone can be chosen."""
    monkeypatch.setattr(Server, "started", [], raising=False)
    monkeypatch.setattr(f"{command.__name__}.subprocess.Popen", Server)
    monkeypatch.setattr(command, "write_project", lambda *_, **__: None)
    monkeypatch.setattr(f"{command.__name__}.signal.signal", lambda *_: None)
    for name in ("HOST", "DCT_HOST", "DCT_SERVE_HOST"):
        monkeypatch.setenv(name, "0.0.0.0")  # noqa: S104 - what must not happen
    command._serve(mock.MagicMock(), "", 8123, "default", is_choice=False)
    (arguments,) = Server.started
    assert arguments[arguments.index("--host") + 1] == "127.0.0.1"
    assert arguments.count("--host") == 1
    assert arguments[arguments.index("--port") + 1] == "8123"
