"""The command `watch`: looks at the input again and again, builds what is new and sends it.

Each build and each sync is a process of its own, so that one that fails or runs out of memory ends
nothing but itself. The processes do not get the terminal's Ctrl-C: they are told to stop from here.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from . import options
from .errors import UserError
from .loading import input_directory
from .project import ROOT, shown
from .rulebook_directory import DEFAULT_DIRECTORY

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SETTLED = 2.0  # seconds for which files must stay as they are: a delivery may still be written
_COMMAND = [sys.executable, "-m", "lead_scoring"]
# Path, size and time of the last change of each file.
Files = dict[str, tuple[int, int]]


@click.command()
@options.input_files()
@options.sources()
@options.rulebook()
@options.challenger
@options.variable("every", "how often to look, such as 90s or 2h (default: 15m)", default="15m")
@options.variable(
    "destination", "where to send after each build: files of sync/, separated by commas"
)
@options.switch("once", "build and send once, for cron and other schedulers")
def run(
    *,
    input: str,
    sources: str,
    rulebook: str,
    challenger: str,
    every: str,
    destination: str,
    once: bool,
) -> int:
    """Build and sync whenever the input has changed, and daily.

    A changed rulebook counts too. Ends at Ctrl-C; with --once at once, by the exit code of what
    failed first.
    """
    seconds = interval(every)
    if sources and not once:
        raise UserError(
            "make watch looks at files, and cannot see what a loader writes into the tables of"
            " SOURCES; let a scheduler run it with ONCE=1."
        )
    destinations = [name.strip() for name in destination.split(",") if name.strip()]
    given = {"INPUT": input, "SOURCES": sources, "RULEBOOK": rulebook, "CHALLENGER": challenger}
    environment = os.environ | given
    places = [input_directory(input), *_rulebooks(rulebook, challenger)]
    # Services are stopped by SIGTERM, and what a shell starts in the background ignores SIGINT.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    steps = [["build"], *(["sync", "--destination", name] for name in destinations)]
    watch = Watch(places, steps, run=lambda step: _run(step, environment))
    try:
        if once:
            return watch.look(always=True)
        said = f"Watching {shown(places[0])}, every {every}; Ctrl-C stops it"
        print(said, flush=True)
        while True:
            began = time.monotonic()
            watch.look()
            time.sleep(max(0.0, began + seconds - time.monotonic()))
    except KeyboardInterrupt:
        print("\nStopped; the warehouse is that of the last build that succeeded.", flush=True)
        return 0


def interval(text: str) -> int:
    """The seconds of an interval such as 90s, 15m or 2h."""
    found = re.fullmatch(r"([1-9]\d*)([smhd])", text.strip().lower())
    if not found:
        raise UserError(f"EVERY={text} is no interval; write it as 90s, 15m, 2h or 1d.")
    return int(found[1]) * _SECONDS[found[2]]


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _rulebooks(rulebook: str, challenger: str) -> Iterator[Path]:
    yield ROOT / DEFAULT_DIRECTORY
    for name in filter(None, map(str.strip, [rulebook, *challenger.split(",")])):
        yield ROOT / name if (ROOT / name).exists() else Path(name).absolute()


@dataclass
class Watch:
    """What was built last, and what came of it; run: runs a step and gives its exit code."""

    places: list[Path]
    steps: list[list[str]]
    run: Callable[[list[str]], int]
    wait: Callable[[float], None] = time.sleep
    today: Callable[[], str] = lambda: datetime.now(UTC).date().isoformat()
    _built: tuple[Files, str] | None = None
    _failed: list[list[str]] = field(default_factory=list)

    def look(self, *, always: bool = False) -> int:
        """Do what is to be done; the exit code of the first step that failed, else 0."""
        state = (self._settled_files(), self.today())
        steps = self._failed
        if always or state != self._built:
            _say(f"Building: {self._reason(*state)}")
            steps = self.steps
        elif not steps:
            _say("Nothing new")
        self._failed = []
        first_code = 0
        for step in steps:
            code = self.run(step)
            if code == 0:
                self._built = state if step[0] == "build" else self._built
                continue
            first_code = first_code or code
            _say(f"{' '.join(step)} failed for the reason above; the next look tries it again")
            if step[0] == "build":
                break
            self._failed.append(step)
        return first_code

    def _reason(self, files: Files, day: str) -> str:
        if self._built is None:
            return "the first time"
        built, built_on = self._built
        names = [name for name in {**built, **files} if built.get(name) != files.get(name)]
        if not names:
            return "a new day" if day != built_on else "asked for"
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return f"{', '.join(shown(Path(name)) for name in sorted(names)[:3])}{more} changed"

    def _settled_files(self) -> Files:
        """The files, once none of them has changed for a moment."""
        files = self._files()
        while True:
            self.wait(_SETTLED)
            if files == (files := self._files()):
                return files

    def _files(self) -> Files:
        """All files of the places; what is not there has none."""
        found: Files = {}
        for place in self.places:
            for path in [place] if place.is_file() else sorted(place.rglob("*")):
                hidden = any(part.startswith((".", "~")) for part in path.relative_to(place).parts)
                try:
                    if not hidden and path.is_file():
                        found[str(path)] = (path.stat().st_size, path.stat().st_mtime_ns)
                except OSError:  # it went away between two looks at it
                    continue
        return found


def _say(words: str) -> None:
    print(f"[{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z] {words}", flush=True)


def _run(step: list[str], environment: dict[str, str]) -> int:
    """Run a command to its end; after Ctrl-C tell it to stop, and wait until it has."""
    with subprocess.Popen([*_COMMAND, *step], env=environment, start_new_session=True) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            process.wait()
            raise
