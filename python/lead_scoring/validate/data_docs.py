"""Results as Data Docs: one HTML page that needs nothing else, and the results as JSON beside it.

The pages that Great Expectations itself builds load their styles and scripts from the network;
offline they are unreadable. This page is made from the same results. It nests too deep for a
page.Page, so it shares the style sheet alone.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from html import escape
from pathlib import Path

from ..page import STYLE
from .results import Finding, SuiteResult, number
from .suites import STAGES
from .terminal import summary

_STATES = {
    "failed": ("Failed", "critical: the gate is shut"),
    "warning": ("Warning", "worth a look; the gate stays open"),
    "info": ("Info", "not met; the gate stays open"),
    "passed": ("Passed", ""),
    "skipped": ("Skipped", "nothing to look at"),
}
_TITLES = {"raw": "Raw input, before scoring", "marts": "Marts, after scoring"}


def write_data_docs(directory: Path, suites: list[SuiteResult], stages: tuple[str, ...]) -> Path:
    """Write the results of the stages, keep those of others, and make the page of all again."""
    results = directory / "results"
    for stage in stages:
        shutil.rmtree(results / stage, ignore_errors=True)
    for suite in suites:
        path = results / suite.stage / f"{suite.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_to_json(suite), indent=2) + "\n", encoding="utf-8")
    page = directory / "index.html"
    page.write_text(_page(_read(results)), encoding="utf-8")
    return page


def _to_json(suite: SuiteResult) -> dict[str, object]:
    """The suite's results in the form of Great Expectations' own."""
    meta = {
        field.name: getattr(suite, field.name)
        for field in dataclasses.fields(suite)
        if field.name not in ("results", "name")
    }
    passed = sum(bool(result["success"]) for result in suite.results)
    return {
        "success": passed == len(suite.results),
        "suite_name": suite.name,
        "statistics": {
            "evaluated_expectations": len(suite.results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(suite.results) - passed,
        },
        "meta": meta,
        "results": suite.results,
    }


def _read(results: Path) -> list[SuiteResult]:
    read = []
    for stage in STAGES:
        for path in sorted((results / stage).glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            read.append(
                SuiteResult(
                    name=content["suite_name"], results=content["results"], **content["meta"]
                )
            )
    return read


def _page(suites: list[SuiteResult]) -> str:
    findings = [finding for suite in suites for finding in suite.findings]
    stages = [stage for stage in STAGES if any(suite.stage == stage for suite in suites)]
    is_open = all(finding.state != "failed" for finding in findings)
    headline = "The gate is open" if is_open else "The gate is shut"
    sections = "".join(
        _stage(stage, [suite for suite in suites if suite.stage == stage]) for stage in stages
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Data Docs: lead scoring</title>
<link rel="icon" href="data:,">
<style>{_DOCS_STYLE}</style>
</head>
<body>
<header>
<h1>Data Docs: lead scoring</h1>
<p class="headline {"passed" if is_open else "failed"}">{headline}</p>
<p>{escape(summary(findings))}</p>
</header>
{_problems(findings)}
{sections}
<footer>
<p>Validated with Great Expectations {escape(suites[0].great_expectations_version)}. The page holds
counts and figures, no rows of the data. The results as JSON lie beside it in <code>results/</code>;
the bounds in <code>validation/</code>.</p>
</footer>
</body>
</html>
"""


def _problems(findings: list[Finding]) -> str:
    items = [
        f'<li><span class="state {finding.state}">{_STATES[finding.state][0]}</span>'
        f" {escape(finding.sentence)}.</li>"
        for state in ("failed", "warning", "info")
        for finding in findings
        if finding.state == state
    ]
    return f'<ul class="problems">{"".join(items)}</ul>' if items else ""


def _stage(stage: str, suites: list[SuiteResult]) -> str:
    first = suites[0]
    return f"""<section>
<h2>{_TITLES[stage]}</h2>
<p class="note">As of {escape(first.as_of)}; validated {escape(first.validated_at)}.</p>
{"".join(_suite(suite) for suite in suites)}
</section>
"""


def _suite(suite: SuiteResult) -> str:
    rows = "".join(_row(finding) for finding in suite.findings)
    return f"""<h3 id="{escape(suite.stage)}-{escape(suite.name)}">{escape(suite.name)}</h3>
<p class="note"><code>{escape(suite.table)}</code>, {escape(suite.grain)}: {suite.size}.
Bounds: <code>{escape(suite.path)}</code></p>
<div class="scroll"><table>
<thead><tr><th>Result</th><th>Expectation</th><th>Observed</th><th>Expected</th></tr></thead>
<tbody>{rows}</tbody>
</table></div>
"""


def _row(finding: Finding) -> str:
    label, meaning = _STATES[finding.state]
    column = f"<code>{escape(finding.column)}</code>" if finding.column else ""
    more = [escape(finding.reason)]
    if finding.pattern:
        more.append(f"Pattern <code>{escape(finding.pattern)}</code>.")
    return (
        f'<tr><td><span class="state {finding.state}" title="{meaning}">{label}</span></td>'
        f'<td><strong>{escape(finding.words)}</strong> {column}<div class="note">'
        f"{' '.join(more)}</div>{_mix(finding)}</td>"
        f"<td>{escape(finding.observed)}</td><td>{escape(finding.expected)}</td></tr>"
    )


def _mix(finding: Finding) -> str:
    lines = "".join(
        f"<tr><td>{escape(str(value))}</td><td>{number(round(observed, 3))}</td>"
        f"<td>{number(round(expected, 3))}</td></tr>"
        for value, observed, expected in finding.shares
    )
    if not lines:
        return ""
    heading = "<tr><th>Value</th><th>Share</th><th>Expected</th></tr>"
    return f"<details><summary>The mix</summary><table>{heading}{lines}</table></details>"


_DOCS_STYLE = f"""{STYLE}
h3 {{ margin: 1.8rem 0 0; }}
.scroll > table {{ table-layout: fixed; min-width: 46rem; }}
.scroll > table > thead th:nth-child(1) {{ width: 6rem; }}
.scroll > table > thead th:nth-child(3) {{ width: 12rem; }}
.scroll > table > thead th:nth-child(4) {{ width: 14rem; }}
details table {{ width: auto; }} details td, details th {{ padding: .15rem .6rem; }}
summary {{ cursor: pointer; font-size: .9rem; }}
.passed {{ color: var(--good); }} .failed {{ color: var(--bad); }}
.warning, .info {{ color: var(--odd); }} .skipped {{ color: var(--none); }}
.problems {{ padding: 0; list-style: none; }} .problems li {{ margin: .5rem 0; }}
"""
