"""Results as a table in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from .results import Finding, SuiteResult

_MARKS = {"passed": "ok", "failed": "FAIL", "warning": "warn", "info": "info", "skipped": "skip"}
_WIDEST_OBSERVED = 22


def print_suites(suites: Sequence[SuiteResult]) -> None:
    """Print each suite with one line for each expectation."""
    findings = [finding for suite in suites for finding in suite.findings]
    words = max(len(finding.words) for finding in findings)
    observed = min(max(len(finding.observed) for finding in findings), _WIDEST_OBSERVED)
    for suite in suites:
        print(f"\n{suite.stage}/{suite.name}: {suite.table}, {suite.grain}: {suite.size}")
        if {finding.state for finding in suite.findings} == {"skipped"}:
            print(f"  skip  all {len(suite.findings)}: {suite.findings[0].observed}")
            continue
        for finding in suite.findings:
            print(_line(finding, words, observed))
            if finding.state not in ("passed", "skipped"):
                print(textwrap.indent(finding.reason, " " * 8))
    print(f"\n{summary(findings)}")


def summary(findings: list[Finding]) -> str:
    """How many expectations there are, and how they came out."""
    counts = {state: sum(finding.state == state for finding in findings) for state in _MARKS}
    named = {
        "passed": "passed",
        "failed": "failed",
        "warning": "warned",
        "info": "noted",
        "skipped": "skipped",
    }
    parts = [f"{counts[state]} {word}" for state, word in named.items() if counts[state]]
    return f"{len(findings)} expectations: {', '.join(parts)}"


def _line(finding: Finding, words: int, observed: int) -> str:
    return (
        f"  {_MARKS[finding.state]:<4}  {finding.words:<{words}}  {finding.observed:<{observed}}"
        f"  {finding.expected}"
    )
