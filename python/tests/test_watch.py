"""The loop builds what is new, survives what fails, and stops when it is told to."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lead_scoring import watch as module
from lead_scoring.errors import UserError
from lead_scoring.watch import Watch, interval

from .conftest import GOOD_LEADS, CommandLine, wait_for

BUILD = ["build"]
ALERT = ["sync", "--destination", "webhook"]
CRM = ["sync", "--destination", "hubspot"]


class Site:
    """An input directory and a watch on it whose steps are written down, and fail as told."""

    def __init__(self, directory: Path) -> None:
        self.input = directory / "input"
        self.input.mkdir()
        self.rules = directory / "rules.xlsx"
        self.rules.write_text("rules")
        self.leads = self.input / "leads.csv"
        self.leads.write_bytes(GOOD_LEADS)
        self.day = "2026-06-30"
        self.steps: list[list[str]] = []
        self.fails: list[list[str]] = []
        self.during: Callable[[], object] = lambda: None
        self.waits = 0
        self.watch = Watch(
            [self.input, self.rules, directory / "not there"],
            [BUILD, ALERT, CRM],
            run=self.run,
            wait=self.wait,
            today=lambda: self.day,
        )

    def run(self, step: list[str]) -> int:
        self.steps.append(step)
        self.during()
        return 3 if step in self.fails else 0

    def wait(self, _: float) -> None:
        self.waits += 1

    def look(self, *, always: bool = False) -> list[list[str]]:
        """What one look did."""
        self.steps = []
        self.code = self.watch.look(always=always)
        return self.steps


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


ALL = [BUILD, ALERT, CRM]


def test_it_builds_what_is_new(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.look() == ALL
    assert site.look() == []
    (site.input / "events").mkdir()
    assert site.look() == []
    (site.input / "events" / "june.csv").write_text("event_id\n")
    assert site.look() == ALL
    site.leads.write_bytes(GOOD_LEADS + b"L3,2026-01-07,\n")
    assert site.look() == ALL
    assert site.look() == []
    os.utime(site.rules, ns=(1, 1))
    assert site.look() == ALL
    site.leads.unlink()
    assert site.look() == ALL
    (site.input / ".~lock.leads.csv#").write_text("")
    assert site.look() == []
    site.day = "2026-07-01"
    assert site.look() == ALL
    assert site.look(always=True) == ALL
    said = capsys.readouterr().out
    for words in ("the first time", "june.csv changed", "Nothing new", "a new day", "asked for"):
        assert words in said


def test_it_survives_what_fails(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A build that fails is tried again, and nothing is sent; a sync that fails alone is."""
    site.fails = [BUILD]
    assert site.look() == [BUILD]
    assert site.code == 3
    assert "build failed for the reason above" in capsys.readouterr().out
    assert site.look() == [BUILD]
    site.fails = [ALERT]
    assert site.look() == ALL
    assert site.code == 3
    assert site.look() == [ALERT]
    site.fails = []
    assert site.look() == [ALERT]
    assert site.code == 0
    assert site.look() == []


def test_what_arrives_during_a_build_is_built_next(site: Site) -> None:
    site.during = lambda: (site.input / "outcomes.csv").write_text("outcome_id\n")
    assert site.look() == ALL
    site.during = lambda: None
    assert site.look() == ALL
    assert site.look() == []


def test_it_waits_until_a_delivery_is_whole(site: Site) -> None:
    site.look()
    parts = iter(["a", "ab", "abc"])

    def write(_: float) -> None:
        site.waits += 1
        if part := next(parts, ""):
            (site.input / "events.csv").write_text(part)

    site.watch.wait = write
    site.waits = 0
    assert site.look() == ALL
    assert site.waits == 4
    assert site.look() == []


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("2H", 7200), (" 1d ", 86400)]
)
def test_intervals_are_written_with_a_unit(text: str, seconds: int) -> None:
    assert interval(text) == seconds


@pytest.mark.parametrize("text", ["15", "0m", "-1m", "1.5h", "often", "m"])
def test_other_intervals_get_one_sentence(text: str) -> None:
    with pytest.raises(UserError, match="is no interval; write it as 90s, 15m, 2h or 1d"):
        interval(text)


def test_tables_of_loaders_are_not_watched(tmp_path: Path) -> None:
    """Nothing tells when a loader has written; a scheduler runs one round."""
    told = CommandLine(tmp_path).run("watch", SOURCES="hubspot").stderr
    assert "cannot see what a loader writes into the tables of SOURCES" in told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    """Between two looks, after a build that failed and was survived."""
    user = CommandLine(tmp_path)
    user.warehouse.parent.mkdir()
    given = tmp_path / "input"
    given.mkdir()
    # As a shell starts what runs in the background.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = user.start("watch", INPUT=str(given), EVERY="1h")
    signal.signal(signal.SIGINT, before)
    with process:
        try:
            wait_for(process, "build failed for the reason above")
            process.send_signal(number)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
        assert process.stdout is not None
        assert "Stopped; the warehouse is that of the last build" in process.stdout.read()


def test_a_running_build_is_stopped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of the step gets the signal, and is waited for."""
    mark = tmp_path / "ended"
    script = (
        "import os, pathlib, signal, sys, time\n"
        "def stop(*_):\n"
        f"    time.sleep(0.5); pathlib.Path({str(mark)!r}).write_text('yes'); os._exit(130)\n"
        "signal.signal(signal.SIGINT, stop)\n"
        f"pathlib.Path({str(tmp_path / 'began')!r}).write_text('yes')\n"
        "time.sleep(60)\n"
    )
    monkeypatch.setattr(module, "_COMMAND", [sys.executable, "-c", script])

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 3)
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            module._run(["build"], dict(os.environ))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert mark.exists()
    assert time.monotonic() - began < 30


def test_once_gives_the_exit_code(tmp_path: Path) -> None:
    user = CommandLine(tmp_path)
    user.warehouse.parent.mkdir()
    given = tmp_path / "input"
    given.mkdir()
    done = user.run("watch", INPUT=str(given), ONCE="1", EVERY="1h")
    assert done.returncode == 1
    assert "Building: the first time" in done.stdout
    assert "Error: " in done.stderr
