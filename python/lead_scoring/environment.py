"""Creates .venv and installs the pinned packages; uses the standard library only, as it runs first.

`python -m lead_scoring.environment` installs what scoring needs, and what the engine needs that the
environment variable TARGET names; `... environment tools` also what the tests and linters need,
`... environment courier` what `make sync` needs, `... environment artist` what `make
dashboard-serve` needs, `... environment semantics` what `make metrics` needs. `... environment
cloud` is an environment apart, .venv-cloud, for the adapters of four warehouses, and `...
environment audit` another, .venv-audit, for what looks at the packages. A stamp beside them holds
the digest of each installed lock file, so that a second run has nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from venv import EnvBuilder

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {
    "environment": "requirements.lock",
    "postgres": "requirements-postgres.lock",
    "spark": "requirements-spark.lock",
    "tools": "requirements-dev.lock",
    "courier": "requirements-sync.lock",
    "semantics": "requirements-metrics.lock",
    "artist": "requirements-dashboard.lock",
    "cloud": "requirements-cloud.lock",
    "audit": "requirements-audit.lock",
}
_APART = ("cloud", "audit")


def main() -> int:
    """Bring .venv up to date for what the first argument names."""
    for apart in _APART:
        if apart in sys.argv[1:]:
            return _bring_up_to_date([apart])
    asked_for = {*sys.argv[1:], os.environ.get("TARGET", "")}
    return _bring_up_to_date([name for name in LOCKS if name == "environment" or name in asked_for])


def _bring_up_to_date(wanted: list[str]) -> int:
    venv = _venv(wanted[0])
    print("Python environment:", end=" ", flush=True)
    try:
        if not _is_installed(wanted[0]):
            print(f"new ({venv.name})")
            _create(venv)
        elif all(_is_installed(name) for name in wanted):
            print(f"ready ({venv.name})")
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


def _venv(name: str) -> Path:
    return ROOT / (f".venv-{name}" if name in _APART else ".venv")


def _python(name: str) -> Path:
    return _venv(name) / "bin" / "python"


def _create(directory: Path) -> None:
    EnvBuilder(clear=True, with_pip=True, symlinks=True).create(directory)
    # A relative path: the project may be moved, and plain dbt finds its plugin all the same.
    site_packages = next(directory.glob("lib/python*/site-packages"))
    project = os.path.relpath(ROOT / "python", site_packages)
    (site_packages / "lead_scoring.pth").write_text(project + "\n", encoding="utf-8")


def _install(name: str) -> None:
    lock = ROOT / LOCKS[name]
    count = sum(not line[:1].isspace() and "==" in line for line in lock.read_text().splitlines())
    print(f"  installing the {count} packages of {lock.name}, about a minute", flush=True)
    python = _python(name)
    pip: list[str | Path] = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", lock], check=True)
    _stamp(name).write_text(_digest(name), encoding="utf-8")


def _is_installed(name: str) -> bool:
    stamp = _stamp(name)
    return _python(name).exists() and stamp.is_file() and stamp.read_text() == _digest(name)


def _stamp(name: str) -> Path:
    return _venv(name) / f"{LOCKS[name]}.installed"


def _digest(name: str) -> str:
    lock = (ROOT / LOCKS[name]).read_bytes()
    return hashlib.sha256(lock + sys.version.encode()).hexdigest()


def _sentence(error: subprocess.CalledProcessError | OSError) -> str:
    if isinstance(error, OSError):
        return f"the Python environment could not be written: {error}."
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
