"""Results as people read them: what was expected, in words, and what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_NO_VALUES = "no values"


@dataclass(frozen=True)
class SuiteResult:
    """The results of one suite, as they are written to a file and shown."""

    stage: str
    name: str
    table: str
    grain: str
    path: str
    as_of: str
    validated_at: str
    rows: int
    results: list[dict[str, Any]]
    great_expectations_version: str

    @property
    def size(self) -> str:
        """How many rows there were."""
        return f"{self.rows:,} {'row' if self.rows == 1 else 'rows'}"

    @property
    def findings(self) -> list[Finding]:
        """The results in words."""
        return [Finding(self, result) for result in self.results]


@dataclass(frozen=True)
class Finding:
    """One result in words."""

    suite: SuiteResult
    result: dict[str, Any]

    @property
    def state(self) -> str:
        """passed, failed (critical), warning, info or skipped."""
        if self.result["meta"]["status"].startswith("skipped"):
            return "skipped"
        if self.result["success"]:
            # Great Expectations is content with a column that has no values at all.
            return "skipped" if self.observed == _NO_VALUES else "passed"
        # What cannot be evaluated tells nothing: the gate stays shut.
        severity = "critical" if self.is_broken else self._config["severity"]
        return "failed" if severity == "critical" else str(severity)

    @property
    def is_broken(self) -> bool:
        """True where Great Expectations could not evaluate it."""
        return bool(self.result["exception_info"]["raised_exception"])

    @property
    def words(self) -> str:
        """What is expected, as a phrase without figures."""
        return str(self._config["description"])

    @property
    def reason(self) -> str:
        """Why it is expected."""
        return str(self._config["notes"])

    @property
    def type(self) -> str:
        """The expectation's name in Great Expectations."""
        return str(self._config["type"])

    @property
    def column(self) -> str:
        """The column, or the columns, it is about; empty for the table as a whole."""
        kwargs = self._kwargs
        columns = [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]
        return ", ".join([*columns, *kwargs.get("column_list", [])])

    @property
    def pattern(self) -> str:
        """The pattern it compares with; empty where there is none."""
        return str(self._kwargs.get("regex", ""))

    @property
    def expected(self) -> str:
        """The bound, in words."""
        kwargs = self._kwargs
        what = _bounds(kwargs) or _values(self.type, kwargs)
        if "threshold" in kwargs:
            what = f"divergence below {number(kwargs['threshold'])}"
        if "mostly" not in kwargs:
            return what or "as the suite says"
        most = kwargs["mostly"]
        rows = "all rows" if most == 1 else f"at least {number(most)} of rows"
        return f"{what or 'true'} in {rows}"

    @property
    def observed(self) -> str:  # noqa: PLR0911 - one answer for each kind of result
        """What was found, in figures."""
        status, result = self.result["meta"]["status"], self.result["result"]
        if status not in ("done", "error"):
            return str(status.removeprefix("skipped: "))
        if self.is_broken:
            return "could not be evaluated"
        if "element_count" in result and "unexpected_count" in result:
            rows = result["element_count"] - result.get("missing_count", 0)
            if rows == 0:
                return _NO_VALUES
            good = rows - result["unexpected_count"]
            return f"all {rows:,}" if good == rows else f"{good:,} of {rows:,} ({good / rows:.3g})"
        if self.type == "expect_column_distinct_values_to_contain_set":
            missing = [str(value) for value in result["details"]["values"]]
            more = f" and {len(missing) - 2} more" if missing[2:] else ""
            return f"no {', no '.join(missing[:2])}{more}" if missing else "all there"
        value = result.get("observed_value")
        if value is None:
            return "no such mix" if "details" in result else _NO_VALUES
        return number(value) if isinstance(value, int | float) else str(value)

    @property
    def shares(self) -> list[tuple[str, float, float]]:
        """For a mix: each value with its observed and its expected share."""
        details = self.result["result"].get("details") or {}
        if "observed_partition" not in details:
            return []
        observed, expected = details["observed_partition"], details["expected_partition"]
        if "values" not in observed:
            return []
        return list(zip(observed["values"], observed["weights"], expected["weights"], strict=True))

    @property
    def sentence(self) -> str:
        """What is wrong, for the end of a run."""
        column = f", column {self.column}" if self.column else ""
        return (
            f'{self.suite.table}{column}, "{self.words}":'
            f" observed {self.observed}, expected {self.expected}"
        )

    @property
    def _config(self) -> dict[str, Any]:
        return dict(self.result["expectation_config"])

    @property
    def _kwargs(self) -> dict[str, Any]:
        return dict(self._config["kwargs"])


def number(value: float) -> str:
    """A figure as people write it: no more digits than it needs."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _bounds(kwargs: dict[str, Any]) -> str:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    above = "more than" if kwargs.get("strict_min") else "at least"
    below = "less than" if kwargs.get("strict_max") else "at most"
    if low is not None and high is not None and above == "at least" and below == "at most":
        return f"{_bound(low)} to {_bound(high)}"
    ends = [(above, low), (below, high)]
    return " and ".join(f"{word} {_bound(end)}" for word, end in ends if end is not None)


def _bound(value: object) -> str:
    return number(value) if isinstance(value, int | float) else str(value)


def _values(kind: str, kwargs: dict[str, Any]) -> str:
    if "regex" in kwargs:
        return "no match" if "_not_match_" in kind else "match"
    if "value_set" not in kwargs:
        return ""
    values = kwargs["value_set"]
    few = ", ".join(map(str, values)) if len(values) <= 3 else f"{len(values)} values"
    return f"all of {few}" if "contain_set" in kind else f"one of {few}"
