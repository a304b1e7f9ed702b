"""Runs one program and measures it: wall time, processor time, peak memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Measured:
    """What one program took. On a busy machine processor time tells more than wall time."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    exit_code: int
    lines: list[tuple[float, str]]  # what it printed, and after how many seconds
    has_timed_out: bool = False

    @property
    def last_line(self) -> str:
        """The end of what the program said."""
        texts = [line for _, line in self.lines if line.strip()]
        return texts[-1] if texts else ""


def measure(
    command: list[str],
    *,
    log: Path,
    environment: dict[str, str] | None = None,
    timeout: float = 7200,
) -> Measured:
    """Run the program to its end (or to the timeout); its output goes to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    lines: list[tuple[float, str]] = []
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=(environment or dict(os.environ)) | {"PYTHONUNBUFFERED": "1"},
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    watch = _Watch(process.pid, timeout)
    watch.start()
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    with log.open("w", encoding="utf-8") as out:
        for line in process.stdout:
            lines.append((time.monotonic() - started, line.rstrip("\n")))
            out.write(line)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.stop()
    # ru_maxrss is the largest single process, in KiB (on macOS in bytes); the watch sees their sum.
    largest = usage.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
    return Measured(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_bytes=max(largest, watch.peak_bytes),
        exit_code=process.returncode,
        lines=lines,
        has_timed_out=watch.has_timed_out,
    )


def available_bytes() -> int | None:
    """Memory that programs can still get; None where the system does not say."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return None
    for line in text.splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


class _Watch(threading.Thread):
    """Adds up the memory of a process and its children, again and again."""

    def __init__(self, pid: int, timeout: float) -> None:
        super().__init__(daemon=True)
        self.pid, self.deadline = pid, time.monotonic() + timeout
        self.peak_bytes, self.has_timed_out = 0, False
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            self.peak_bytes = max(self.peak_bytes, sum(map(_resident, _tree(self.pid))))
            if time.monotonic() > self.deadline and not self.has_timed_out:
                self.has_timed_out = True
                for pid in reversed(_tree(self.pid)):
                    _kill(pid)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> list[int]:
    """The process and those it has started, as far as the system tells."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            found += _tree(int(child))
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _kill(pid: int) -> None:
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return
