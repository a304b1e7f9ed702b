"""`make audit` and `make sbom`: which faults are reported, and which packages are listed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dev import audit
from lead_scoring.errors import UserError


def report(*packages: dict[str, Any]) -> str:
    """What pip-audit writes of these packages."""
    return json.dumps({"dependencies": list(packages), "fixes": []})


GOOD = {"name": "agate", "version": "1.0", "vulns": []}
FAULTY = {
    "name": "jinja2",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": [], "description": ""}],
}
SKIPPED = {"name": "duckdb", "skip_reason": "Dependency not found on PyPI"}


def test_a_fault_is_told_with_the_version_that_mends_it() -> None:
    audited = audit.read_reports([report(GOOD), report(GOOD, FAULTY)])
    assert audited.packages == {"agate", "jinja2"}
    with pytest.raises(
        UserError, match=r"PYSEC-1 of jinja2 2\.0 \(mended in 2\.1\)\. Take a newer"
    ):
        audit.verdict(audited, {})


def test_a_fault_may_be_excepted_for_a_reason_and_no_longer_than_it_is_there() -> None:
    faulty, good = audit.read_reports([report(FAULTY)]), audit.read_reports([report(GOOD)])
    reasons = {"PYSEC-1": "no template comes from outside"}
    said = audit.verdict(faulty, reasons)
    assert said.startswith("1 packages, no known faults but 1 excepted")
    assert "PYSEC-1: no template comes from outside" in said
    with pytest.raises(UserError, match="excepts PYSEC-1, which no package has"):
        audit.verdict(good, reasons)


def test_what_was_not_looked_up_is_not_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mirror of PyPI knows no faults; pip-audit then reports none."""

    def run(*packages: dict[str, Any], is_strict: bool = True) -> int:
        monkeypatch.setattr(audit, "_audit", lambda _: report(*packages))
        monkeypatch.setattr(audit, "read_exceptions", dict)
        return audit.audit_locks(is_strict=is_strict)

    assert run(GOOD) == 0
    assert "1 packages, no known faults" in capsys.readouterr().out
    with pytest.raises(UserError, match="1 of 1 packages could not be looked up, such as duckdb"):
        run(SKIPPED)
    assert run(SKIPPED, is_strict=False) == 0
    assert capsys.readouterr().out.startswith("Not audited: 1 of 1 packages")
    # Where some are looked up the others are no accident.
    with pytest.raises(UserError, match="1 of 2 packages could not be looked up"):
        run(GOOD, SKIPPED, is_strict=False)


def test_the_exceptions_of_the_project_can_be_read() -> None:
    assert all(audit.read_exceptions().values())


def test_the_packages_of_a_release_are_those_of_the_locks() -> None:
    """Locks that share a package have the same of it: one version, or one for each Python."""
    locks = [audit.lock_of(name).read_text(encoding="utf-8") for name in audit.OF_USERS]
    versions: dict[str, set[frozenset[str]]] = {}
    for lock in locks:
        pinned = [requirement.split(" ")[0] for requirement in audit.requirements_in(lock)]
        for name in {package.partition("==")[0] for package in pinned}:
            own = frozenset(package for package in pinned if package.startswith(f"{name}=="))
            versions.setdefault(name, set()).add(own)
    assert [name for name, found in versions.items() if len(found) > 1] == []
    lines = audit.joined_locks(locks).splitlines()
    expected = {
        package for found in versions.values() for packages in found for package in packages
    }
    assert {line.split(" ")[0] for line in lines} == expected
    assert all("--hash=sha256:" in line for line in lines)
    assert any(line.startswith("dbt-core==") for line in lines)
