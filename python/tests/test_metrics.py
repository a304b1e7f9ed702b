"""MetricFlow's answers from the semantic models are the numbers of the marts."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

import pytest

from lead_scoring.project import ROOT
from tests.conftest import CommandLine

pytest.importorskip("dbt_metricflow", reason="make metrics installs it")

pytestmark = pytest.mark.models

Numbers = dict[tuple[str, ...], list[float | None]]


# Each is asked in one process: it takes long to begin.
OF_A_COHORT = (
    "cohort_leads,conversions,accepted,rejected,won_amount,conversion_rate,"
    "conversion_rate_low,conversion_rate_high"
)
QUERIES = (
    (OF_A_COHORT, "cohort_lead__segment"),
    (OF_A_COHORT, "cohort_lead__channel"),
    ("cohort_leads,won_amount", "cohort_lead__stage,metric_time__month"),
    ("mqls", "mql_entry__segment,metric_time__month"),
    ("complete_mqls,mql_conversion_rate", "mql_entry__segment"),
    ("leads,average_score", "lead_on_day__segment,lead_on_day__stage,metric_time__quarter"),
    ("leads,average_score", "lead__channel"),
)
DBT = "from dbt.cli.main import cli; cli()"
MF = """
import json, sys
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from dbt_metricflow.cli.main import cli

configuration = CLIConfiguration()
for arguments in map(json.loads, sys.argv[1:]):
    cli(arguments, obj=configuration, standalone_mode=False)
"""


@dataclass(frozen=True)
class MetricFlow:
    """`mf` as `make metrics` sets it up, on a warehouse of its own."""

    user: CommandLine
    said: list[str] = field(default_factory=list)

    def run(self, call: str, *arguments: str) -> str:
        """Run dbt or mf to its end; what it said."""
        done = subprocess.run(
            [sys.executable, "-c", call, *arguments],
            cwd=self.user.directory,
            env=os.environ
            | {
                "LEAD_SCORING_DUCKDB_PATH": str(self.user.warehouse),
                "PYTHONPATH": str(ROOT / "python"),
                "RULEBOOK": "",
            },
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout + done.stderr

    def ask(self) -> None:
        """Check the configuration, and answer all queries."""
        asked = [
            ["query", "--metrics", metrics, "--group-by", group_by, "--csv", f"{number}.csv"]
            for number, (metrics, group_by) in enumerate(QUERIES)
        ]
        self.said.append(self.run(MF, *map(json.dumps, [["validate-configs"], *asked])))

    def query(self, metrics: str, group_by: str) -> Numbers:
        """The numbers of some metrics by the names of their groups."""
        path = self.user.directory / f"{QUERIES.index((metrics, group_by))}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return {
                tuple(row[name].removesuffix(" 00:00:00") for name in group_by.split(",")): [
                    float(row[name]) if row[name] else None for name in metrics.split(",")
                ]
                for row in csv.DictReader(file)
            }

    def marts(self, query: str) -> Numbers:
        """The same from SQL, whose texts and days are the groups and whose numbers the metrics."""
        found: Numbers = {}
        for row in self.user.rows(query):
            names = tuple(str(cell) for cell in row if _is_name(cell))
            found[names] = [None if c is None else float(c) for c in row if not _is_name(c)]
        return found


def _is_name(cell: object) -> bool:
    return isinstance(cell, str) or hasattr(cell, "year")


def assert_same(answer: Numbers, expected: Numbers) -> None:
    """The same groups, and in each the same numbers to the six decimals that marts keep."""
    assert len(expected) > 1
    assert answer.keys() == expected.keys()
    for names, numbers in expected.items():
        assert answer[names] == [
            number if number is None else pytest.approx(number, rel=1e-12, abs=5.1e-7)
            for number in numbers
        ], names


@pytest.fixture(scope="module")
def metricflow(demo: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> MetricFlow:
    """MetricFlow on a copy of the demo; it reads the manifest in the directory it is run in."""
    directory = tmp_path_factory.mktemp("metrics")
    user = demo.copy(directory)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copyfile(ROOT / name, directory / name)
    metricflow = MetricFlow(user)
    metricflow.run(
        DBT,
        *("--quiet", "parse", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT)),
        *("--target-path", str(directory / "target"), "--log-path", str(directory / "logs")),
    )
    metricflow.ask()
    return metricflow


def test_the_semantic_models_fit_the_warehouse(metricflow: MetricFlow) -> None:
    (said,) = metricflow.said
    assert said.count("ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0") == 6, said


@pytest.mark.parametrize("group", ["segment", "channel"])
def test_the_conversion_of_a_group_is_that_of_its_report(
    metricflow: MetricFlow, group: str
) -> None:
    """The rate is withheld where the report says that there are too few leads."""
    answer = metricflow.query(OF_A_COHORT, f"cohort_lead__{group}")
    expected = metricflow.marts(
        f"select {group}, leads, conversions, accepted, rejected, won_amount,"
        " case when is_enough then conversion_rate end,"
        f" conversion_rate_low, conversion_rate_high from marts.{group}_conversion"
        f" where {group} <> '*'"
    )
    assert_same(answer, expected)
    if group == "channel":
        assert None in [numbers[5] for numbers in expected.values()]


def test_groups_of_the_cohort_cross(metricflow: MetricFlow) -> None:
    assert_same(
        metricflow.query("cohort_leads,won_amount", "cohort_lead__stage,metric_time__month"),
        metricflow.marts(
            "select stage, cast(date_trunc('month', scored_on) as date), count(*), sum(won_amount)"
            " from intermediate.int_backtest where day_number = 1 group by all"
        ),
    )


def test_mqls_are_those_of_the_trend(metricflow: MetricFlow) -> None:
    assert_same(
        metricflow.query("mqls", "mql_entry__segment,metric_time__month"),
        metricflow.marts(
            "select segment, month_starts_on, mqls from marts.conversion_trend"
            " where segment <> '*' and mqls > 0"
        ),
    )


def test_the_rate_of_mqls_is_that_of_complete_months(metricflow: MetricFlow) -> None:
    assert_same(
        metricflow.query("complete_mqls,mql_conversion_rate", "mql_entry__segment"),
        metricflow.marts(
            "select segment, sum(mqls),"
            " case when sum(mqls) >= 30 then sum(customers) / sum(mqls) end"
            " from marts.conversion_trend where segment <> '*' and is_complete group by segment"
        ),
    )


def test_people_count_on_the_last_day_of_a_period(metricflow: MetricFlow) -> None:
    assert_same(
        metricflow.query(
            "leads,average_score", "lead_on_day__segment,lead_on_day__stage,metric_time__quarter"
        ),
        metricflow.marts(
            "select segment, stage, cast(date_trunc('quarter', scored_on) as date), count(*),"
            " avg(score) from marts.lead_score_history"
            " where scored_on in (select max(scored_on) from marts.lead_score_history"
            " group by date_trunc('quarter', scored_on)) group by all"
        ),
    )


def test_without_a_period_people_are_those_of_the_latest_day(metricflow: MetricFlow) -> None:
    assert_same(
        metricflow.query("leads,average_score", "lead__channel"),
        metricflow.marts(
            "select channel, count(*), avg(score) from marts.lead_scores group by channel"
        ),
    )
