"""`validate`: planted faults shut the gate, the clean demo passes, nothing personal gets out."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lead_scoring.cli import main
from lead_scoring.load import load_input
from lead_scoring.project import DEMO_INPUT, ROOT

from .conftest import CommandLine

SUITES = ROOT / "validation"

# What breaks the data, where it shows, and whether it shuts the gate.
FAULTS = {
    "every second email address is missing": (
        "update raw.leads set email = null where rowid % 2 = 0",
        "raw/leads", "email", "critical",
    ),
    "email addresses hold names": (
        "update raw.leads set email = last_name where rowid % 4 = 0",
        "raw/leads", "email", "critical",
    ),
    "one placeholder address": (
        "update raw.leads set email = 'none@example.com' where rowid % 3 = 0",
        "raw/leads", "person_email", "critical",
    ),
    "another date format": (
        "update raw.leads set created_at = '06/30/2026' where rowid % 10 = 0",
        "raw/leads", "created_at", "critical",
    ),
    "dates in the future": (
        "update raw.leads set created_at = '2999-01-01' where rowid % 20 = 0",
        "raw/leads", "is_in_future", "critical",
    ),
    "leads delivered twice": (
        "insert into raw.leads select * from raw.leads",
        "raw/leads", "lead_id", "critical",
    ),
    "leads stop": (
        "delete from raw.leads where created_at >= '2026-06-01'",
        "raw/leads", "days_since_created", "critical",
    ),
    "a tenth of the usual leads": (
        "delete from raw.leads where created_at >= '2026-05-01' and rowid % 10 > 0",
        "raw/leads_by_week", "leads_to_usual", "critical",
    ),
    "an unknown lead source": (
        "update raw.leads set lead_source = 'new_partner' where rowid % 5 = 0",
        "raw/leads", "lead_source", "warning",
    ),
    "updated before created": (
        "update raw.leads set updated_at = '2001-01-01' where rowid % 5 = 0",
        "raw/leads", "updated_at_utc, created_at_utc", "warning",
    ),
    "links in company names": (
        "update raw.leads set company_name = 'Win http://spam.example' where rowid % 10 = 0",
        "raw/leads", "company_name", "warning",
    ),
    "a day without events": (
        "delete from raw.events where occurred_at like '2026-05-13%'",
        "raw/events_by_day", "events", "critical",
    ),
    "ten days of events many times over": (
        "insert into raw.events select events.* replace (event_id || '-' || copy as event_id)"
        " from raw.events, range(40) as copies (copy)"
        " where occurred_at between '2026-06-01' and '2026-06-11'",
        "raw/events_by_day", "events_to_usual", "critical",
    ),
    "events delivered twice": (
        "insert into raw.events select * from raw.events",
        "raw/events", "repeated_share", "critical",
    ),
    "events stop": (
        "delete from raw.events where occurred_at >= '2026-06-20'",
        "raw/events", "days_since_latest", "critical",
    ),
    "events of nobody": (
        "update raw.events set lead_id = null, email = null, anonymous_id = null"
        " where rowid % 10 = 0",
        "raw/events", "nameless_share", "critical",
    ),
    "a broken form": (
        "delete from raw.events where event_type = 'demo_request'",
        "raw/events_by_type", "recent_event_type", "warning",
    ),
    "a flood of machine traffic": (
        "update raw.events set is_machine = 'true' where rowid % 2 = 0",
        "raw/events_by_day", "machine_share", "warning",
    ),
    "outcomes in other words": (
        "update raw.outcomes set outcome = 'Closed won' where outcome = 'won'",
        "raw/outcomes", "outcome", "critical",
    ),
    "outcomes of other leads": (
        "update raw.outcomes set lead_id = 'X' || lead_id where rowid % 5 = 0",
        "raw/outcomes", "is_known_lead", "critical",
    ),
    "amounts with currency signs": (
        "update raw.outcomes set amount = '$' || amount where rowid % 2 = 0",
        "raw/outcomes", "won_has_amount", "warning",
    ),
    "spend with currency signs": (
        "update raw.spend set amount = '$' || amount where rowid % 2 = 0",
        "raw/spend", "amount_number", "critical",
    ),
    "spend on channels of other names": (
        "update raw.spend set channel = 'Ads: ' || channel where rowid % 2 = 0",
        "raw/spend", "is_channel_of_leads", "warning",
    ),
    "spend that stops": (
        "delete from raw.spend where month >= '2026-02'",
        "raw/spend", "days_since_last_month", "warning",
    ),
    "scores all alike": (
        "update marts.lead_scores set score = 42",
        "marts/lead_scores", "score", "critical",
    ),
    "many at the top of the scale": (
        "update marts.lead_scores set score = 100 where rowid % 5 = 0",
        "marts/lead_scores", "is_highest_score", "critical",
    ),
    "most people disqualified": (
        "update marts.lead_scores set is_disqualified = rowid % 4 > 0",
        "marts/lead_scores", "is_disqualified", "critical",
    ),
    "another mix of stages": (
        "update marts.lead_scores set stage = 'mql' where rowid % 2 = 0",
        "marts/lead_scores", "stage", "warning",
    ),
    "much machine traffic": (
        "update marts.lead_scores set machine_hit_share = 0.9",
        "marts/lead_scores", "machine_hit_share", "warning",
    ),
    "a rule that decides everything": (
        "update intermediate.int_ledger set points = points * 100 where rule_id ="
        " (select min(rule_id) from intermediate.int_ledger where points > 0)",
        "marts/rules", "points_share", "critical",
    ),
    "half of the leads lost": (
        "delete from marts.lead_scores where rowid % 2 = 0",
        "marts/scoring_run", "scored_share", "critical",
    ),
    "old scores": (
        "update marts.lead_scores set scored_on = date '2026-05-31'",
        "marts/scoring_run", "days_since_scored", "warning",
    ),
    "a third of the events rejected": (
        "update marts.input_reconciliation set rejected_rows = raw_rows // 3"
        " where source_table = 'events'",
        "marts/input_use", "events_rejected_share", "critical",
    ),
    "segments without conversions": (
        "update marts.segment_conversion set conversion_rate = 0",
        "marts/segment_conversion", "conversion_rate", "warning",
    ),
}  # fmt: skip


@dataclass
class Gate:
    """Runs `validate` on a warehouse and reads what it wrote."""

    warehouse: Path
    data_docs: Path
    capsys: pytest.CaptureFixture[str]
    status: int = 0
    output: str = ""
    error: str = ""

    def run(self, *arguments: str) -> int:
        """Validate; remembers what was printed."""
        self.status = main(["validate", "--data-docs", str(self.data_docs), *arguments])
        self.output, self.error = self.capsys.readouterr()
        return self.status

    def execute(self, *statements: str) -> None:
        """Change the warehouse."""
        with duckdb.connect(str(self.warehouse)) as connection:
            for statement in statements:
                connection.execute(statement)

    def results(self, suite: str) -> list[dict[str, Any]]:
        """The results of a suite, as they lie beside the page."""
        path = self.data_docs / "results" / f"{suite}.json"
        return list(json.loads(path.read_text())["results"])

    def failed(self, suite: str) -> dict[str, str]:
        """The columns of the suite that failed, with the severity."""
        failed = {}
        for result in self.results(suite):
            config = result["expectation_config"]
            kwargs = config["kwargs"]
            columns = [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]
            if not result["success"]:
                failed[", ".join(columns)] = config["severity"]
        return failed

    @property
    def page(self) -> str:
        """The page."""
        return (self.data_docs / "index.html").read_text()

    @property
    def everything(self) -> str:
        """All that the run printed and wrote."""
        files = [path.read_text() for path in sorted(self.data_docs.rglob("*")) if path.is_file()]
        return "\n".join([self.output, self.error, *files])


@pytest.fixture
def gate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Gate:
    """A gate before a warehouse that is still to be made."""
    warehouse = tmp_path / "lead_scoring.duckdb"
    monkeypatch.setenv("LEAD_SCORING_DUCKDB_PATH", str(warehouse))
    for variable in ("AS_OF", "SUITES"):
        monkeypatch.delenv(variable, raising=False)
    return Gate(warehouse, tmp_path / "data_docs", capsys)


@pytest.fixture
def demo_gate(gate: Gate, demo: CommandLine) -> Gate:
    """A gate before a copy of the demo."""
    shutil.copyfile(demo.warehouse, gate.warehouse)
    return gate


@pytest.fixture
def small_gate(gate: Gate) -> Gate:
    """A gate before a warehouse with two leads and nothing else."""
    gate.execute(
        "create schema raw",
        "create table raw.leads as select * from (values"
        " ('L1', '2026-01-05', 'ann@example.com', 'Ann'),"
        " ('L2', '2026-01-06', 'bob@example.com', 'Bob')"
        ") as leads (lead_id, created_at, email, first_name)",
    )
    return gate


def write_suite(directory: Path, expectation: str, query: str = "from leads") -> str:
    """A directory of suites with one suite of one expectation; gives the directory."""
    stage = directory / "suites" / "raw"
    stage.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(f"    {line}" for line in expectation.splitlines())
    (stage / "people.yml").write_text(
        "table: raw.leads\ngrain: one row per lead\nexpectations:\n"
        f"  - description: A thing\n    reason: because\n{lines}\n"
    )
    (stage / "people.sql").write_text(query)
    return str(stage.parent)


@pytest.mark.models
def test_the_clean_demo_passes(demo_gate: Gate) -> None:
    assert demo_gate.run() == 0, demo_gate.output
    assert re.search(r"^(\d+) expectations: \1 passed$", demo_gate.output, re.MULTILINE)
    assert "The gate is open" in demo_gate.page


@pytest.mark.models
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_fails_where_it_is(demo_gate: Gate, fault: str, tmp_path: Path) -> None:
    statement, suite, column, severity = FAULTS[fault]
    demo_gate.execute(statement)
    stage = suite.split("/")[0]
    (tmp_path / "suites" / stage).mkdir(parents=True)
    for ending in ("yml", "sql"):
        shutil.copyfile(SUITES / f"{suite}.{ending}", tmp_path / "suites" / f"{suite}.{ending}")
    demo_gate.run("--stage", stage, "--suites", str(tmp_path / "suites"))
    failed = demo_gate.failed(suite)
    assert failed[column] == severity
    critical = [column for column, severity in failed.items() if severity == "critical"]
    assert demo_gate.status == bool(critical)
    assert bool(demo_gate.error) == bool(critical)
    if critical == [column]:
        assert f", column {column}, " in demo_gate.error


@pytest.mark.models
def test_the_error_is_one_sentence_with_table_column_observed_and_bound(demo_gate: Gate) -> None:
    demo_gate.execute("update raw.leads set email = null where rowid % 2 = 0")
    assert demo_gate.run("--stage", "raw") == 1
    assert re.fullmatch(
        r'Error: raw\.leads, column email, "[^"]+": observed 0\.4\d+, expected at least 0\.85;'
        r" correct the data, or the bound in .*validation/raw/leads\.yml if it does not fit your"
        r" data\.\n",
        demo_gate.error,
    )
    assert "The gate is shut" in demo_gate.page


@pytest.mark.models
def test_nothing_personal_is_printed_or_written(demo_gate: Gate, tmp_path: Path) -> None:
    demo_gate.execute("update raw.leads set email = 'at ' || email where rowid % 2 = 0")
    with duckdb.connect(str(demo_gate.warehouse)) as connection:
        rows = connection.execute(
            "select unnest([email, last_name, first_name || ' ' || last_name, phone, company_name])"
            " from raw.leads union select email from raw.events"
        ).fetchall()
    personal = {text for (text,) in rows if text and len(text) > 6}
    assert len(personal) > 1000
    demo_gate.run()
    assert not [text for text in personal if text in demo_gate.everything]


@pytest.mark.parametrize(
    "expectation",
    [
        "type: expect_column_distinct_values_to_be_in_set\ncolumn: email\nvalue_set: [a]",
        "type: expect_column_distinct_values_to_equal_set\ncolumn: email\nvalue_set: [a]",
        "type: expect_column_most_common_value_to_be_in_set\ncolumn: email\nvalue_set: [a]",
        "type: expect_column_values_to_be_in_set\ncolumn: email\nvalue_set: [a]",
        "type: expect_column_values_to_be_unique\ncolumn: first_name",
        "type: expect_column_max_to_be_between\ncolumn: email\nmax_value: 3",
        "type: expect_column_values_to_be_between\ncolumn: email\nmax_value: 3",
        "type: expect_column_kl_divergence_to_be_less_than\ncolumn: email\nthreshold: 0.1\n"
        "tail_weight_holdout: 0.1\npartition_object: {values: [a, b], weights: [0.5, 0.5]}",
    ],
)
def test_no_expectation_shows_the_values_it_met(
    small_gate: Gate, tmp_path: Path, expectation: str
) -> None:
    small_gate.run("--stage", "raw", "--suites", write_suite(tmp_path, expectation))
    assert small_gate.results("raw/people")
    for text in ("ann", "bob"):
        assert not re.search(rf"\b{text}\b", small_gate.everything, re.IGNORECASE)


@pytest.mark.models
def test_the_page_needs_nothing_from_elsewhere(demo_gate: Gate) -> None:
    demo_gate.run()
    page = demo_gate.page
    assert "<script" not in page
    assert not re.search(r"(src|href)\s*=\s*\"(?!data:,)", page)
    assert not re.search(r"url\(|@import", page)


@pytest.mark.models
def test_events_are_read_as_profiles(demo_gate: Gate) -> None:
    demo_gate.run("--stage", "raw")
    for path in (demo_gate.data_docs / "results" / "raw").glob("events*.json"):
        assert json.loads(path.read_text())["meta"]["rows"] <= 120


@pytest.mark.models
def test_a_stage_keeps_the_other_ones_results(demo_gate: Gate) -> None:
    demo_gate.run("--stage", "marts")
    demo_gate.run("--stage", "raw")
    assert "Raw input, before scoring" in demo_gate.page
    assert "Marts, after scoring" in demo_gate.page


def test_the_raw_input_is_validated_before_anything_is_scored(gate: Gate, tmp_path: Path) -> None:
    with duckdb.connect(str(gate.warehouse)) as connection:
        load_input(connection, DEMO_INPUT, tmp_path)
    assert gate.run("--stage", "raw") == 0, gate.output
    assert gate.run("--stage", "marts") == 1
    assert "run make build first" in gate.error


@pytest.mark.models
def test_another_scoring_day_moves_the_windows(demo_gate: Gate) -> None:
    demo_gate.execute("delete from raw.events where occurred_at like '2026-05-13%'")
    assert demo_gate.run("--stage", "raw", "--as-of", "2026-05-12") == 0, demo_gate.output


def test_input_without_optional_tables_and_columns(small_gate: Gate) -> None:
    small_gate.run("--stage", "raw", "--as-of", "2026-01-07")
    assert re.search(r"skip +Phone numbers.*no phone in the input", small_gate.output)
    assert re.search(r"raw/events:.*\n  skip  all \d+: no rows", small_gate.output)
    assert not small_gate.failed("raw/leads")


def test_a_mail_column_that_is_gone_shuts_the_gate(small_gate: Gate) -> None:
    small_gate.execute("alter table raw.leads drop column email")
    assert small_gate.run("--stage", "raw", "--as-of", "2026-01-07") == 1
    assert small_gate.failed("raw/leads") == {"email": "critical"}


def test_an_empty_table_fails_unless_the_suite_says_skip(small_gate: Gate, tmp_path: Path) -> None:
    suites = write_suite(
        tmp_path,
        "type: expect_column_max_to_be_between\ncolumn: lead_id\nmax_value: 1",
        "from leads where false",
    )
    assert small_gate.run("--stage", "raw", "--suites", suites) == 1
    assert "observed no rows" in small_gate.error
    suite = Path(suites, "raw", "people.yml")
    suite.write_text(suite.read_text() + "when_empty: skip\n")
    assert small_gate.run("--stage", "raw", "--suites", suites) == 0


@pytest.mark.parametrize("bound", ["2026-01-01", "'2026-01-01'", "2026-01-01 12:00:00"])
def test_bounds_may_be_days_and_moments(small_gate: Gate, tmp_path: Path, bound: str) -> None:
    expectation = f"type: expect_column_min_to_be_between\ncolumn: moment\nmin_value: {bound}"
    query = "select read_timestamp(created_at) as moment from leads"
    suites = write_suite(tmp_path, expectation, query)
    assert small_gate.run("--stage", "raw", "--suites", suites) == 0, small_gate.output
    suites = write_suite(tmp_path, expectation.replace("min_value", "max_value"), query)
    assert small_gate.run("--stage", "raw", "--suites", suites) == 1
    assert "observed 2026-01-05" in small_gate.error


@pytest.mark.parametrize(
    ("expectation", "sentence"),
    [
        ("column: email", "has no type"),
        ("type: expect_wonders\ncolumn: email", "no type 'expect_wonders'"),
        (
            "type: expect_column_mean_to_be_between\ncolumn: email\nmini: 3",
            "unknown key 'mini'; expect_column_mean_to_be_between knows column, ",
        ),
        ("type: expect_column_mean_to_be_between\ncolumn: email", "can never fail"),
        ("type: expect_column_mean_to_be_between\nmin_value: 3", "column: field required"),
        (
            "type: expect_column_mean_to_be_between\ncolumn: email\nmin_value: some",
            "min_value: value is not a valid float",
        ),
        (
            "type: expect_column_mean_to_be_between\ncolumn: mail\nmin_value: 3",
            "the query gives no column 'mail'; it gives lead_id, ",
        ),
        (
            "type: expect_column_mean_to_be_between\ncolumn: email\nmin_value: 3\nseverity: high",
            "severity is 'high'; write critical or warning or info",
        ),
        ("type: [", "is no YAML"),
    ],
)
def test_a_wrong_expectation_is_told_in_one_sentence(
    small_gate: Gate, tmp_path: Path, expectation: str, sentence: str
) -> None:
    suites = write_suite(tmp_path, expectation)
    assert small_gate.run("--stage", "raw", "--suites", suites) == 1
    assert small_gate.error.startswith("Error: ")
    assert small_gate.error.count("\n") == 1
    assert "people.yml" in small_gate.error
    assert sentence in small_gate.error


def test_wrong_suites_are_told_in_one_sentence(small_gate: Gate, tmp_path: Path) -> None:
    suites = Path(write_suite(tmp_path, "type: expect_wonders", "select nothing from leads"))
    suite, query = suites / "raw" / "people.yml", suites / "raw" / "people.sql"
    good = "type: expect_table_row_count_to_be_between\nmin_value: 1"
    for content, sentence in {
        "tabel: raw.leads\n": "unknown key 'tabel'; the keys are table, grain, ",
        "table: raw.leads\n": "has no grain",
        "- a list\n": "is no suite",
        "table: t\ngrain: g\nwhen_empty: shrug\nexpectations: [1]\n": "write fail or skip",
        "table: t\ngrain: g\nexpectations: {}\n": "has no expectations",
        "table: t\ngrain: g\nexpectations: some\n": "expectations is no list",
    }.items():
        suite.write_text(content)
        assert small_gate.run("--stage", "raw", "--suites", str(suites)) == 1
        assert sentence in small_gate.error
    write_suite(tmp_path, good, "select nothing from leads")
    assert small_gate.run("--stage", "raw", "--suites", str(suites)) == 1
    assert "people.sql does not run" in small_gate.error
    query.unlink()
    assert small_gate.run("--stage", "raw", "--suites", str(suites)) == 1
    assert "has no query" in small_gate.error
    assert small_gate.run("--stage", "marts", "--suites", str(suites)) == 1
    assert "holds no suite for marts" in small_gate.error
    assert small_gate.run("--suites", str(tmp_path / "none")) == 1
    assert "there is no directory" in small_gate.error


def test_no_warehouse_and_no_day(gate: Gate) -> None:
    assert gate.run() == 1
    assert "run: make build" in gate.error
    assert gate.run("--as-of", "yesterday") == 1
    assert gate.error == "Error: AS_OF=yesterday is no day; write it as 2026-06-30.\n"


def test_every_suite_has_a_planted_fault() -> None:
    faulty = {suite for _, suite, _, _ in FAULTS.values()}
    assert faulty == {f"{path.parent.name}/{path.stem}" for path in SUITES.rglob("*.yml")}
