"""Creates .venv and installs the pinned packages; uses the standard library only, as it runs first.

`python -m lead_scoring.environment` installs what scoring needs, and what the engine needs that the
environment variable TARGET names; `... environment tools` also what the tests and linters need,
`... environment courier` what `make sync` needs, `... environment artist` what `make dashboard`
needs, `... environment semantics` what `make metrics` needs. A stamp in .venv holds the digest of
each installed lock file, so that a second run has nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {
    "environment": "requirements.lock",
    "postgres": "requirements-postgres.lock",
    "tools": "requirements-dev.lock",
    "courier": "requirements-sync.lock",
    "semantics": "requirements-metrics.lock",
    "artist": "requirements-dashboard.lock",
}


def main() -> int:
    """Bring .venv up to date for what the first argument names."""
    asked_for = {*sys.argv[1:], os.environ.get("TARGET", "")}
    wanted = [name for name in LOCKS if name == "environment" or name in asked_for]
    print("Python environment:", end=" ", flush=True)
    try:
        if not _is_installed("environment"):
            print("new (.venv)")
            _create()
        elif all(_is_installed(name) for name in wanted):
            print("ready (.venv)")
        else:
            print("more packages needed")
        for name in wanted:
            if not _is_installed(name):
                _install(name)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"Error: {_sentence(error)}", file=sys.stderr)
        return 1
    return 0


def _create() -> None:
    venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(VENV)
    # A relative path: the project may be moved, and plain dbt finds its plugin all the same.
    site_packages = next(VENV.glob("lib/python*/site-packages"))
    project = os.path.relpath(ROOT / "python", site_packages)
    (site_packages / "lead_scoring.pth").write_text(project + "\n", encoding="utf-8")


def _install(name: str) -> None:
    lock = ROOT / LOCKS[name]
    count = sum(not line[:1].isspace() and "==" in line for line in lock.read_text().splitlines())
    print(f"  installing the {count} packages of {lock.name}, about a minute", flush=True)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", lock], check=True)
    _stamp(name).write_text(_digest(name), encoding="utf-8")


def _is_installed(name: str) -> bool:
    stamp = _stamp(name)
    return PYTHON.exists() and stamp.is_file() and stamp.read_text() == _digest(name)


def _stamp(name: str) -> Path:
    return VENV / f"{LOCKS[name]}.installed"


def _digest(name: str) -> str:
    lock = (ROOT / LOCKS[name]).read_bytes()
    return hashlib.sha256(lock + sys.version.encode()).hexdigest()


def _sentence(error: subprocess.CalledProcessError | OSError) -> str:
    if isinstance(error, OSError):
        return f"the Python environment .venv could not be written: {error}."
    if "ensurepip" in str(error):
        return (
            "this Python cannot create environments; install its venv module"
            " (Debian and Ubuntu: apt install python3-venv) and run the command again."
        )
    return (
        "the pinned Python packages could not be installed, for the reason pip gives above;"
        " check the network or the proxy and run the command again."
    )


if __name__ == "__main__":
    sys.exit(main())
