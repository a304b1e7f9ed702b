"""`check`: what runs side by side, in which order, and what is told of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dev import checks
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from tests.conftest import IS_NIGHTLY, CommandLine


def test_lint_runs_while_dbt_does_and_pytest_has_all_cores(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    happened = []

    @contextmanager
    def beside(group: str, _: list[str]) -> Iterator[None]:
        happened.append(f"{group} begins")
        yield
        happened.append(f"{group} ends")

    def check(warehouse: Path) -> None:
        assert warehouse.exists()
        happened.append("check")

    monkeypatch.setattr(checks, "_beside", beside)
    monkeypatch.setattr(
        checks, "CHECKS", {name: [(name, check)] for name in ("lint", "dbt", "python")}
    )
    checks.run_groups(["lint", "dbt", "python"])
    assert happened == ["dbt begins", "check", "dbt ends", "check"]
    assert capsys.readouterr().out.endswith(" s: lint, dbt, python.\n")


def test_all_checks_run_whatever_fails_and_the_end_names_what_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    happened = []

    def good(_: Path) -> None:
        happened.append("good")

    def bad(_: Path) -> None:
        happened.append("bad")
        raise UserError("the model x could not be built")

    @contextmanager
    def beside(group: str, failed: list[str]) -> Iterator[None]:
        yield
        failed.append(f"check {group}")

    monkeypatch.setattr(checks, "_beside", beside)
    lint = [("first", bad), ("second", good)]
    python = [("third", bad), ("fourth", good)]
    monkeypatch.setattr(checks, "CHECKS", {"lint": lint, "dbt": [], "python": python})
    with pytest.raises(UserError, match="these failed: first, check dbt, third "):
        checks.run_groups(["lint", "dbt", "python"])
    assert happened == ["bad", "good", "bad", "good"]
    said = capsys.readouterr().out
    assert "\nfirst failed: the model x could not be built\n\n[2/2] second\n" in said
    assert "All good" not in said


def test_a_program_that_finds_faults_fails_its_check(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the faults are above"):
        checks._tool("dev", "check", "nothing")(tmp_path)


def test_a_failure_beside_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    failed: list[str] = []
    with checks._beside("nothing", failed):
        pass
    assert failed == ["check nothing"]
    assert "'nothing' is not one of 'lint', 'unit'" in capsys.readouterr().out


def test_ctrl_c_ends_what_runs_beside() -> None:
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), checks._beside("dbt", []):
        raise KeyboardInterrupt
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("group", ["dbt", "unit"])
def test_unit_tests_are_enabled_for_the_checks(
    group: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Builds leave them out, so that a check that forgot to ask for them would pass."""
    asked: list[dict[str, str]] = []

    def run_dbt(*_: object, environment: dict[str, str] | None = None) -> None:
        asked.append(environment or {})

    monkeypatch.setattr(checks, "run_dbt", run_dbt)
    checks.CHECKS[group][0][1](tmp_path)
    project = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    assert f"env_var('{next(iter(asked[-1]))}', '') == '1'" in project
    assert list(asked[-1].values()) == ["1"]


@pytest.mark.skipif(not IS_NIGHTLY, reason="takes minutes; make nightly runs it")
def test_unit_tests_alone_need_nothing_built(tmp_path: Path) -> None:
    run = CommandLine(tmp_path).run_module("dev", "check", "unit")
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    assert run.stdout.splitlines()[-1].startswith("All good")
