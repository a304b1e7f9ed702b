"""Runs suites with Great Expectations and keeps counts and figures of the results, never rows.

Great Expectations reads DuckDB only through SQLAlchemy, where most expectations fail; batches that
are pandas data frames work (docs/guides/data-validation.md). It is imported when it is needed: it
is no part of what scoring installs, and takes some seconds.
"""

from __future__ import annotations

import datetime
import math
import os
from typing import Any

from ..errors import UserError
from .suites import Expectation, Suite

Result = dict[str, Any]

# Nothing about the validation leaves the machine.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

_RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}
_COUNTS = (
    "element_count",
    "missing_count",
    "missing_percent",
    "unexpected_count",
    "unexpected_percent",
    "unexpected_percent_nonmissing",
    "unexpected_percent_total",
)
_DETAIL_KEYS = {
    "observed_partition",
    "expected_partition",
    "values",
    "weights",
    "bins",
    "tail_weights",
    "quantiles",
    "success_details",
}
_NOT_FOR_FILES = {
    "id",
    "meta",
    "notes",
    "result_format",
    "catch_exceptions",
    "rendered_content",
    "windows",
    "batch_id",
    # Great Expectations will drop conditions given as text; the query can leave rows out.
    "row_condition",
    "condition_parser",
}


class Validator:
    """Great Expectations with a data source for data frames, in memory."""

    def __init__(self) -> None:
        try:
            import great_expectations as gx  # noqa: PLC0415
            from great_expectations.data_context.types.base import (  # noqa: PLC0415
                ProgressBarsConfig,
            )
            from great_expectations.expectations import registry  # noqa: PLC0415
        except ImportError as error:
            raise UserError(
                f"Great Expectations is not installed ({error}); `make validate` installs it."
            ) from None
        self.version = str(gx.__version__)
        self._gx = gx
        self._registry = registry
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        self._source = context.data_sources.add_pandas("warehouse")

    def prepare(self, suite: Suite) -> list[Any]:
        """The suite's expectations for Great Expectations, so that a wrong file stops at once."""
        return [self._prepare(position, each) for position, each in enumerate(suite.expectations)]

    def validate(self, suite: Suite, prepared: list[Any], frame: Any) -> list[Result]:
        """One result for each expectation, in their order."""
        for expectation in suite.expectations:
            unknown = [column for column in expectation.columns if column not in frame.columns]
            if unknown:
                raise UserError(
                    f"{expectation.place}: the query gives no column {unknown[0]!r}; it gives"
                    f" {', '.join(frame.columns)}."
                )
        asset = self._source.add_dataframe_asset(f"{suite.stage}.{suite.name}")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        gx_suite = self._gx.ExpectationSuite(name=suite.name, expectations=prepared)
        done = batch.validate(gx_suite, result_format=_RESULT_FORMAT)
        # Great Expectations gives the results in an order of its own.
        by_position = {each.expectation_config.meta["position"]: each for each in done.results}
        return [
            _kept(by_position[position], expectation, frame)
            for position, expectation in enumerate(suite.expectations)
        ]

    def _prepare(self, position: int, expectation: Expectation) -> Any:
        try:
            kind = self._registry.get_expectation_impl(expectation.type)
        except self._gx.exceptions.ExpectationNotFoundError:
            raise UserError(
                f"{expectation.place}: Great Expectations has no type {expectation.type!r}; its"
                " gallery (greatexpectations.io/expectations) lists the types."
            ) from None
        fields = sorted(set(kind.__fields__) - _NOT_FOR_FILES - {"description", "severity"})
        unknown = [key for key in expectation.kwargs if key not in fields]
        if unknown:
            raise UserError(
                f"{expectation.place}: unknown key {unknown[0]!r}; {expectation.type} knows"
                f" {', '.join(fields)}, and every expectation description, severity, reason, needs."
            )
        is_range = expectation.type.endswith("_to_be_between")
        if is_range and not {"min_value", "max_value"} & set(expectation.kwargs):
            raise UserError(
                f"{expectation.place} can never fail; give it a min_value or a max_value."
            )
        kwargs = expectation.kwargs
        if "mostly" in fields:
            kwargs.setdefault("mostly", 1.0)
        try:
            return kind(
                **kwargs,
                severity=expectation.severity,
                description=expectation.description,
                notes=expectation.reason,
                meta={"position": position},
            )
        except ValueError as error:
            raise UserError(f"{expectation.place}: {_first_fault(error)}.") from None


def _first_fault(error: ValueError) -> str:
    errors = getattr(error, "errors", None)
    if errors is None:
        return str(error).splitlines()[0]
    fault = errors()[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def empty_result(expectation: Expectation, status: str, *, success: bool) -> Result:
    """The result of an expectation that had nothing to look at."""
    return {
        "success": success,
        "expectation_config": _config(expectation),
        "result": {},
        "meta": {"status": status},
        "exception_info": {"raised_exception": False},
    }


def _kept(given: Any, expectation: Expectation, frame: Any) -> Result:
    """What may be kept of a result: counts, figures, and words that the suite itself holds."""
    raised = _has_raised(given.exception_info)
    known = set(_texts(expectation.kwargs))
    result = {key: _plain(given.result[key], known) for key in _COUNTS if key in given.result}
    for key in ("observed_value", "details"):
        if key in given.result:
            result[key] = _plain(given.result[key], known)
    if expectation.type == "expect_column_distinct_values_to_contain_set":
        found = set(frame[expectation.kwargs["column"]].dropna())
        missing = [value for value in expectation.kwargs["value_set"] if value not in found]
        result["details"] = {"values": missing}
    return {
        "success": bool(given.success),
        "expectation_config": _config(expectation),
        "result": result,
        "meta": {"status": "error" if raised else "done"},
        "exception_info": {"raised_exception": raised},
    }


def _has_raised(info: Any) -> bool:
    """Whether an exception ended it; there is one record of it, or one for each figure needed."""
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(_has_raised(each) for each in info.values())


def _config(expectation: Expectation) -> Result:
    return {
        "type": expectation.type,
        "kwargs": _plain(expectation.kwargs, None),
        "severity": expectation.severity,
        "description": expectation.description,
        "notes": expectation.reason,
    }


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple | set):
        return [text for each in value for text in _texts(each)]
    return []


def _plain(value: Any, known: set[str] | None) -> Any:
    """The value for JSON; texts that are not known (none: all are) are hidden."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {
            key: _plain(each, known)
            for key, each in value.items()
            if known is None or key in _DETAIL_KEYS
        }
    if isinstance(value, list | tuple | set):
        return [_plain(each, known) for each in value]
    return str(value) if known is None or str(value) in known else "(other)"
