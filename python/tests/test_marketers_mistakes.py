"""Mistakes that a marketer makes: each gets one sentence with file, row and how to fix it."""

from __future__ import annotations

import csv
import os
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from lead_scoring import dbt_runner as runner
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from lead_scoring.rulebook_directory import put_in_force

from .conftest import CommandLine, QuickRunner, dbt_runner

SHIPPED = ROOT / "seeds" / "rulebook"


class Mistake(NamedTuple):
    """A row of a file with other cells, and words of what is said about it.

    of: what tells the row from others, by its first column; a row that is not there is added.
    """

    file: str
    of: dict[str, str]
    cells: dict[str, str]
    problem: str
    how_to_fix: str


def rule(rule_id: str, column: str, value: str, problem: str, how_to_fix: str) -> Mistake:
    """A mistake in one cell of scoring_rules.csv."""
    return Mistake("scoring_rules", {"rule_id": rule_id}, {column: value}, problem, how_to_fix)


# What cannot work: the build stops before anybody is scored.
PROBLEMS = [
    rule("seniority_vp", "operand", "Vice President", "is never 'Vice President'", "Write vp: "),
    rule("seniority_director", "operator", "eq", "operator 'eq' is not known", "equals, not_"),
    rule("seniority_c_level", "points", "seven", "points 'seven' is not a number", "Write a num"),
    rule("seniority_owner", "points", "", "points is empty", "Fill the cell"),
    rule("seniority_manager", "component", "fitt", "component 'fitt' is not known", "one of fit"),
    rule("seniority_senior", "rule_group", "rolle", "rule_group 'rolle'", "rule_groups.csv"),
    rule("decides_alone_small_business", "segment", "smb", "segment 'smb'", "segments.csv"),
    rule("department_operations_it", "signal", "departement", "'departement' is neither", "Use "),
    rule("department_product_finance", "operand", "Product|Money", "never 'Money'", "finance"),
    rule("size_10_49", "operand", "10-49", "'10-49' of operator between is not a", "100|999"),
    rule("size_5000_up", "operand", "5k", "'5k' of operator gte is not a number", "number in"),
    rule("country_next", "operand", "", "operator in has no operand", "what to compare with"),
    rule("country_core", "operator", "ends_in", "operator 'ends_in' is not known", "ends_with"),
    rule("target_account", "operand", "yes", "is_target_account is never 'yes'", "false, true"),
    rule("personal_mail", "operand", "private", "email_type is never 'private'", "personal"),
    rule("need_high", "min_hits", "2", "min_hits 2 is never reached", "rule on an event"),
    rule("contact_sales", "decay_days", "", "exponential has no decay_days", "half-life"),
    rule("trial_start", "valid_from", "30.6.2026", "'30.6.2026' is not a day", "YYYY-MM-DD"),
    rule("pricing_view", "daily_cap", "0", "daily_cap '0' is not a whole", "above 0"),
    rule("email_click", "decay_percent", "120", "decay_percent '120'", "up to 100"),
    rule("chat_message", "decay", "slowly", "decay 'slowly' is not known", "exponential"),
    rule("documentation", "field", "page", "field 'page' is not known", "asset, channel, campaign"),
    rule("industry_goods", "field", "url", "'url' says nothing: only events", "Leave field"),
    rule("blog", "signal_type", "page", "signal_type 'page' is not known", "attribute, event"),
    Mistake("segments", {"segment": "mid_market"}, {"priority": "b"}, "priority 'b'", "a number"),
    Mistake(
        "stages",
        {"stage": "mql", "segment": "*"},
        {"exit_score": "55"},
        "exit_score 55 is above min_score 50",
        "Lower exit_score",
    ),
    Mistake(
        "stages",
        {"stage": "sql", "segment": "*"},
        {"min_score": "150"},
        "min_score 150 is more than any lead can reach",
        "Lower min_score",
    ),
    Mistake(
        "overrides",
        {"override_id": "contact_sales"},
        {"stage": "mqk"},
        "stage 'mqk' is not known",
        "stages.csv",
    ),
    Mistake(
        "overrides",
        {"override_id": "do_not_contact"},
        {"operand": "yes"},
        "do_not_contact is never 'yes'",
        "false, true",
    ),
    Mistake(
        "overrides",
        {"override_id": "own_staff"},
        {"effect": "exclude"},
        "effect 'exclude' is not known",
        "disqualify, fast_track",
    ),
    Mistake(
        "conditions",
        {"condition_id": "keen"},
        {"signal_type": "attribute", "signal": "senority", "operator": "is_present"},
        "attribute 'senority' is neither known",
        "a derived attribute",
    ),
    Mistake(
        "scoring_rules",
        {"rule_id": "keen_lead"},
        {
            "component": "fit",
            "rule_group": "social",
            "signal_type": "condition",
            "signal": "ken",
            "points": "3",
        },
        "condition 'ken' is not known",
        "conditions.csv",
    ),
    Mistake(
        "overrides",
        {"override_id": "keen_call"},
        {
            "effect": "fast_track",
            "stage": "sql",
            "signal_type": "condition",
            "signal": "keen",
            "within_days": "7",
        },
        "a condition holds or does not, so operator, operand, within_days say nothing",
        "write into conditions.csv",
    ),
    Mistake(
        "manual_overrides",
        {"lead_id": "L1"},
        {"effect": "fast_track", "stage": "hot", "reason": "Called us"},
        "stage 'hot' is not known",
        "stages.csv",
    ),
    Mistake(
        "manual_overrides",
        {"lead_id": "L2"},
        {"effect": "disqualify", "reason": "Is a partner", "valid_to": "June"},
        "valid_to 'June' is not a day",
        "YYYY-MM-DD",
    ),
    Mistake(
        "segments",
        {"segment": "keen_people"},
        {"priority": "90", "attribute": "condition"},
        "condition has no operand",
        "condition_id",
    ),
    Mistake(
        "rule_groups",
        {"rule_group": "social"},
        {"max_points": "-2"},
        "max_points '-2'",
        "0 or more",
    ),
    Mistake("grades", {"axis": "fit", "grade": "B"}, {"axis": "fut"}, "axis 'fut'", "fit, engage"),
    Mistake("settings", {"setting": "mql_stage"}, {"value": "MQLs"}, "'MQLs' is not", "stages.csv"),
    Mistake("settings", {"setting": "scale_top"}, {"value": "10"}, "'scale_top'", "scale_high"),
    Mistake(
        "country_aliases",
        {"alias": "U.S.A.", "country": "Germany"},
        {},
        "country 'Germany' here and 'United States' in row",
        "Keep the row that is right",
    ),
    Mistake(
        "seniority_keywords",
        {"keyword": "CEO", "seniority": "vp"},
        {},
        "seniority 'vp' here and 'c_level' in row",
        "Keep the row that is right",
    ),
    Mistake(
        "disposable_email_domains",
        {"domain": "gmail.com"},
        {},
        "'gmail.com' is in personal_email_domains.csv too",
        "one of the two files",
    ),
]

# What works, and is probably not what was meant.
WARNINGS = [
    rule("demo_request", "signal", "demo_reqest", "event of type 'demo_reqest'", "Correct"),
    rule("need_medium", "signal", "plan", "plan has never been 'medium'", "Correct the value"),
    rule("size_50_99", "operand", "49|99", "overlaps that of size_10_49", "100|999"),
    Mistake(
        "scoring_rules",
        {"rule_id": "trial_in_january"},
        {
            "component": "engagement",
            "rule_group": "high_intent",
            "signal_type": "event",
            "signal": "trial_start",
            "points": "1",
            "valid_from": "2026-01-01",
            "description": "Started a trial in January",
        },
        "asks the same as the rule trial_start",
        "unless both are meant",
    ),
    rule("personal_mail", "points", "5", "it adds to the score", "below zero"),
    rule("trial_start", "max_points", "10", "more points than max_points", "Raise max_points"),
    Mistake(
        "scoring_rules",
        {"rule_id": "event_visit"},
        {"points": "40", "max_points": ""},
        "the limit of the group events",
        "rule_groups.csv",
    ),
    Mistake(
        "segments",
        {"segment": "huge"},
        {"priority": "15", "attribute": "employee_count", "operator": "gte", "operand": "5000"},
        "enterprise has a lower priority number",
        "narrower segment",
    ),
    Mistake(
        "manual_overrides",
        {"lead_id": "L404"},
        {"effect": "disqualify", "reason": "Is a partner"},
        "the input holds no lead of that id",
        "Correct the lead_id",
    ),
]

LEADS = "lead_id,created_at,email,plan\nL1,2026-01-05,ann@example.com,gold\n"
EVENT = "E{number},{event_type},2026-01-06,L1\n"


def write(directory: Path, mistakes: list[Mistake]) -> dict[tuple[str, str], Mistake]:
    """The shipped files with the mistakes in them; each mistake by its file and row."""
    places = {}
    directory.mkdir()
    for file in {mistake.file for mistake in mistakes}:
        with (SHIPPED / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        for mistake in [mistake for mistake in mistakes if mistake.file == file]:
            found = [row for row in rows if mistake.of.items() <= row.items()]
            if not found:
                found = [dict.fromkeys(columns, "") | mistake.of]
                rows += found
            (row,) = found
            row |= mistake.cells
            places[file, str(rows.index(row) + 2)] = mistake
        with (directory / f"{file}.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    assert len(places) == len(mistakes)
    return places


def check_sentences(
    places: dict[tuple[str, str], Mistake], found: list[tuple[str, int, str, str]]
) -> None:
    """Each mistake has one row that names its file and row, and nothing else has one."""
    told = {(Path(file).stem, str(row)): said for file, row, *said in found}
    assert sorted(told) == sorted(places)
    assert len(found) == len(places)
    for place, mistake in places.items():
        problem, how_to_fix = told[place]
        assert mistake.problem in problem, place
        assert mistake.how_to_fix in how_to_fix, place


@pytest.mark.models
def test_each_mistake_that_cannot_work_gets_one_sentence(tmp_path: Path) -> None:
    """All of them in one error, grouped by file; nothing is scored, and the table has them too."""
    user = CommandLine(tmp_path / "user")
    user.warehouse.parent.mkdir(parents=True)
    rulebook = tmp_path / "rulebook"
    places = write(rulebook, PROBLEMS)
    put_in_force(ROOT, str(rulebook))
    with (
        mock.patch.dict(os.environ, user._environment({"RULEBOOK": str(rulebook)}), clear=True),
        mock.patch(f"{dbt_runner().__module__}.dbtRunner", partial(QuickRunner, reports=True)),
        pytest.raises(UserError) as caught,
    ):
        runner.run_dbt(
            ["build", "--selector", "rulebook"], user.warehouse, {"custom_attributes": ["plan"]}
        )
    found = user.rows(
        "select file_name, row_number, problem, how_to_fix from rulebook.rulebook_problems"
    )
    check_sentences(places, found)
    lines = str(caught.value).splitlines()
    files = {file for file, _ in places}
    assert lines[0] == f"The rulebook has {len(PROBLEMS)} problems in {len(files)} files."
    assert len(lines) == 1 + len(files) + len(PROBLEMS)
    file = ""
    for line in lines[1:]:
        if not line.startswith("- row"):
            file = Path(line.split(" has ")[0]).stem
            continue
        mistake = places[file, line.split()[2].rstrip(":")]
        assert mistake.problem in line
        assert mistake.how_to_fix in line


@pytest.mark.models
def test_each_mistake_that_works_gets_one_warning(tmp_path: Path) -> None:
    user = CommandLine(tmp_path / "user")
    given = tmp_path / "input"
    given.mkdir()
    (given / "leads.csv").write_text(LEADS, encoding="utf-8")
    with (SHIPPED / "scoring_rules.csv").open(encoding="utf-8", newline="") as lines:
        asked = {row["signal"] for row in csv.DictReader(lines) if row["signal_type"] == "event"}
    (given / "events.csv").write_text(
        "event_id,event_type,occurred_at,lead_id\n"
        + "".join(
            EVENT.format(number=number, event_type=event_type)
            for number, event_type in enumerate(sorted(asked))
        ),
        encoding="utf-8",
    )
    rulebook = tmp_path / "rulebook"
    places = write(rulebook, WARNINGS)
    said = user.build(INPUT=str(given), RULEBOOK=str(rulebook), AS_OF="2026-01-31")
    found = user.rows(
        "select file_name, row_number, problem, how_to_fix from marts.rulebook_warnings"
    )
    check_sentences(places, found)
    assert "Rulebook   works, but probably has mistakes:" in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rule_group,min_points", "rule_group,min_point", "line 1: min_point is no column"),
        ("role,,15,", "role,15,", "line 2: 3 cells where the first line names 4 columns"),
        ("role,,15,", 'role,,15,"', "line 2: the quotes do not match; close each quote"),
        (",", ";", "line 1: the columns are not separated by commas; save it with commas"),
        ("Job title", "Job\ttitle", "line 2: cell 4 holds the control character '\\t'; remove it"),
    ],
)
def test_mistakes_in_the_form_of_a_file_get_one_sentence(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    shipped = (SHIPPED / "rule_groups.csv").read_text(encoding="utf-8")
    (tmp_path / "rule_groups.csv").write_text(shipped.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        put_in_force(ROOT, str(tmp_path))
    assert f"rule_groups.csv, {words}" in str(caught.value)


def test_there_are_thirty_mistakes() -> None:
    assert len(PROBLEMS) >= 30
