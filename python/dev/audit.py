"""The commands `audit` and `sbom`: known faults of locked packages, and what a release is made of.

pip-audit and cyclonedx-bom have an environment of their own, .venv-audit, as they ask for other
versions of what they share with dbt. pip-audit says that it has found nothing even where it could
look nothing up, so what it skipped is counted here.
"""

from __future__ import annotations

import json
import subprocess
import textwrap
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from lead_scoring import options
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT, shown

EXCEPTIONS = ROOT / "evaluation" / "audit_exceptions.toml"
# The locks of what users install; those of the project's own tools are audited too.
OF_USERS = ("", "-dashboard", "-metrics", "-postgres", "-spark", "-sync")
OF_TOOLS = ("-audit", "-cloud", "-dev")
_BIN = ROOT / ".venv-audit" / "bin"


@dataclass(frozen=True)
class Audited:
    """What was found out about packages: the faults by id, and the packages not looked up."""

    packages: frozenset[str]
    faults: Mapping[str, str]
    skipped: frozenset[str]


@click.command()
@click.option(
    "--if-reachable",
    is_flag=True,
    help="say so, and do not fail, where the list of faults cannot be reached",
)
def run(if_reachable: bool) -> int:
    """Look up known faults of all locked packages."""
    return audit_locks(is_strict=not if_reachable)


def audit_locks(*, is_strict: bool) -> int:
    """Audit every lock; an error where a package has a fault that no exception names.

    is_strict: fail as well where nothing at all could be looked up.
    """
    reports = [_audit(lock_of(name)) for name in (*OF_USERS, *OF_TOOLS)]
    audited = read_reports(reports)
    if audited.skipped:
        sentence = (
            f"{len(audited.skipped)} of {len(audited.packages)} packages could not be looked up,"
            f" such as {min(audited.skipped)}: pip-audit asks https://pypi.org/pypi, which is out"
            " of reach here or a mirror that does not answer this; run it where it is in reach."
        )
        if is_strict or len(audited.skipped) < len(audited.packages):
            raise UserError(sentence)
        print(f"Not audited: {sentence}")
        return 0
    excepted = read_exceptions()
    print(verdict(audited, excepted))
    return 0


@click.command()
@options.place("out", "the file (default: sbom.cdx.json)", default=lambda: Path("sbom.cdx.json"))
def run_sbom(out: Path) -> None:
    """Write the locked packages of a release as CycloneDX."""
    out = out.absolute()
    lines = joined_locks(lock_of(name).read_text(encoding="utf-8") for name in OF_USERS)
    done = subprocess.run(
        [
            *(_BIN / "cyclonedx-py", "requirements", "-", "--of", "JSON", "--output-reproducible"),
            *("--pyproject", ROOT / "pyproject.toml", "-o", out),
        ],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UserError(f"cyclonedx-py could not write {shown(out)}: {done.stderr[-500:]}")
    count = len(json.loads(out.read_text(encoding="utf-8"))["components"])
    print(f"{shown(out)}: CycloneDX, {count} packages")


def lock_of(name: str) -> Path:
    """The lock file of a group of packages."""
    return ROOT / f"requirements{name}.lock"


def joined_locks(locks: Iterable[str]) -> str:
    """The requirements of several locks, each once; the locks agree on versions."""
    found: dict[str, str] = {}
    for lock in locks:
        for requirement in requirements_in(lock):
            found.setdefault(requirement.split(" ")[0], requirement)
    return "\n".join(found[name] for name in sorted(found)) + "\n"


def requirements_in(lock: str) -> Iterable[str]:
    """Each requirement with its hashes, without comments."""
    kept = [line for line in lock.splitlines() if line.strip() and "#" not in line.split("--")[0]]
    text = "\n".join(kept).replace("\\\n", " ")
    return [" ".join(line.split()) for line in text.splitlines()]


def read_reports(reports: Iterable[str]) -> Audited:
    """What pip-audit has written as JSON, of all locks together."""
    packages, skipped, faults = set(), set(), {}
    for report in reports:
        for package in json.loads(report)["dependencies"]:
            name = str(package["name"])
            packages.add(name)
            if "skip_reason" in package:
                skipped.add(name)
            for fault in package.get("vulns", []):
                fixed = ", ".join(fault.get("fix_versions", [])) or "no version yet"
                faults[str(fault["id"])] = f"{name} {package['version']} (mended in {fixed})"
    return Audited(frozenset(packages), faults, frozenset(skipped))


def read_exceptions() -> dict[str, str]:
    """The faults that do not concern this project, each with its reason."""
    given = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    return {str(fault): str(reason) for fault, reason in given.items()}


def verdict(audited: Audited, excepted: Mapping[str, str]) -> str:
    """What is said where all is well; an error names the faults, and exceptions of no fault."""
    open_faults = [f"{fault} of {where}" for fault, where in sorted(audited.faults.items())]
    open_faults = [line for line in open_faults if line.split(" ")[0] not in excepted]
    if open_faults:
        raise UserError(
            f"known faults: {'; '.join(open_faults)}. Take a newer version (make lock), or say in"
            f" {shown(EXCEPTIONS)} why it does not concern this project."
        )
    if idle := sorted(set(excepted) - set(audited.faults)):
        raise UserError(f"{shown(EXCEPTIONS)} excepts {', '.join(idle)}, which no package has.")
    lines = [f"{len(audited.packages)} packages, no known faults but {len(excepted)} excepted"]
    lines += [
        textwrap.shorten(f"  {fault}: {reason}", 120) for fault, reason in sorted(excepted.items())
    ]
    return "\n".join(lines)


def _audit(lock: Path) -> str:
    command: Sequence[str | Path] = [
        *(_BIN / "pip-audit", "-r", lock, "--no-deps", "--disable-pip"),
        *("--progress-spinner", "off", "-f", "json"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout.startswith("{"):
        # It was cut off: nothing of the lock was looked up.
        names = [line.split("==")[0] for line in requirements_in(lock.read_text(encoding="utf-8"))]
        reason = (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        return json.dumps({"dependencies": [{"name": n, "skip_reason": reason} for n in names]})
    return done.stdout
