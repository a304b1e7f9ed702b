"""The errors that a person can do something about."""

from __future__ import annotations

import errno

INTERRUPTED = 130  # the exit code after Ctrl-C

_WORDS_OF_A_FULL_DISK = (
    "No space left",
    "File too large",
    "quota exceeded",
    "max_temp_directory_size",  # DuckDB's limit is the room that it found on the disk
)


class UserError(Exception):
    """A foreseeable problem, as one sentence that says what to do."""


def tells_full_disk(error: BaseException) -> bool:
    """Whether there was no room left to write, whoever met it."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return True
    return any(words in str(error) for words in _WORDS_OF_A_FULL_DISK)
