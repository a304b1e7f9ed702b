"""The two rulebooks of a comparison: directories, or what a git revision holds."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .. import learned_from
from ..errors import UserError
from ..project import ROOT
from ..rulebook_directory import COMPOSED_DIRECTORY, DEFAULT_DIRECTORY, contents, find_directory
from ..rulebook_file import called

_GIT = "git:"


@dataclass(frozen=True)
class Rulebook:
    """A rulebook: how people call it, and what RULEBOOK says for dbt to use it.

    known_until: where it was learned, the last day of which it may know what came of leads.
    """

    name: str
    value: str
    files: dict[str, bytes]
    known_until: date | None = None


def find_rulebook(option: str, given: str) -> Rulebook:
    """The rulebook that an option names; its files are read and checked. Empty = the default."""
    if not given:
        return Rulebook(str(DEFAULT_DIRECTORY), "", contents(ROOT, None))
    if not given.startswith(_GIT):
        directory = find_directory(ROOT, given, option=option).absolute()
        return _rulebook(called(directory), directory)
    directory = _of_revision(option, given)
    try:
        return _rulebook(given, directory)
    except UserError as error:
        raise UserError(f"{option}={given}: {error}") from None


def _rulebook(name: str, directory: Path) -> Rulebook:
    note = directory / learned_from.NAME
    known_until = None
    if note.is_file():
        known_until = learned_from.known_until(note.read_text(encoding="utf-8", errors="replace"))
    return Rulebook(name, str(directory), contents(ROOT, directory), known_until)


def _of_revision(option: str, given: str) -> Path:
    """The files of git:<revision> or git:<revision>:<directory>, laid out in a directory."""
    revision, _, folder = given.removeprefix(_GIT).partition(":")
    folder = folder.strip("/") or str(DEFAULT_DIRECTORY)
    commit = _object(f"{revision}^{{commit}}")
    if not commit:
        raise UserError(
            f"{option}={given}: git knows no revision {revision or '(none named)'} here; name a"
            " commit, branch or tag, such as git:HEAD."
        )
    tree = _object(f"{commit}:./{folder}")
    is_tree = tree and _git("cat-file", "-t", tree).strip() == b"tree"
    names = _git("ls-tree", "--full-tree", "--name-only", tree) if is_tree else b""
    listed = names.decode().splitlines()
    files = [name for name in listed if name.lower().endswith(".csv")]
    if not files:
        raise UserError(
            f"{option}={given}: the revision {revision} holds no rulebook files in {folder}; name"
            " another directory after a second colon, such as git:HEAD:rulebooks/early."
        )
    # Named after what is in it, so it never changes once it is there.
    target = ROOT / COMPOSED_DIRECTORY / "revisions" / tree
    if not target.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as directory:
            written = Path(directory, "files")
            written.mkdir()
            for name in [*files, *(name for name in listed if name == learned_from.NAME)]:
                (written / name).write_bytes(_git("show", f"{tree}:{name}"))
            with contextlib.suppress(OSError):  # another was faster
                written.rename(target)
    return target


def _object(name: str) -> str:
    """The id of an object; empty where there is none of the name."""
    return _git("rev-parse", "--verify", "--quiet", "--end-of-options", name).decode().strip()


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - the user's git, wherever it is
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise UserError(
            "git was not found, which a rulebook of a revision needs; install it, or name a"
            " directory."
        ) from None
    errors = done.stderr.decode(errors="replace").strip()
    if done.returncode != 0 and errors:
        raise UserError(f"git could not go on ({errors.splitlines()[0]}).")
    return done.stdout
