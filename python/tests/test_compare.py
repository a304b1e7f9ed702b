"""`make diff`: who crosses which threshold under another rulebook, and why."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lead_scoring import learned_from
from lead_scoring.compare.figures import Figures, Measure
from lead_scoring.compare.report import page_of
from lead_scoring.compare.rulebooks import find_rulebook
from lead_scoring.compare.terminal import WIDTH, table_lines
from lead_scoring.errors import UserError
from lead_scoring.page import Table
from lead_scoring.project import ROOT
from tests.conftest import CommandLine

LEADS = """lead_id,created_at,industry,job_title
near,2026-01-05,Software,Clerk
far,2026-01-05,Software,Manager
low,2026-01-05,Farming,Manager
edge,2026-01-05,Farming,Director
"""
RULES = """rule_id,component,signal_type,signal,operator,operand,points,description
software,fit,attribute,industry,equals,software,{software},Works in software
manager,fit,attribute,job_title,equals,manager,15,Is a manager
director,fit,attribute,job_title,equals,director,{director},Is a director
"""
STAGES = """stage,stage_rank,segment,min_score,exit_score,follow_up_action,follow_up_hours
nurture,0,*,0,0,,
mql,20,*,{mql},{mql},call,24
"""
# Files that would name signals which the rules above do not.
NOTHING_ELSE = {
    "rule_groups": "rule_group\n",
    "segments": "segment,priority,attribute,operator\n",
    "overrides": "override_id,effect\n",
    "grades": "axis,grade,min_points\nfit,A,20\nfit,B,\nengagement,1,20\nengagement,2,\n",
}


def write_rulebook(directory: Path, *, software: int, mql: int, director: str = "42") -> str:
    """A rulebook of three rules and two stages."""
    directory.mkdir()
    files = NOTHING_ELSE | {
        "scoring_rules": RULES.format(software=software, director=director),
        "stages": STAGES.format(mql=mql),
    }
    for name, text in files.items():
        (directory / f"{name}.csv").write_text(text)
    return str(directory)


@pytest.fixture
def small_world(tmp_path: Path) -> CommandLine:
    """A user with four leads loaded, and two rulebooks: one rule gives more, and mql takes more."""
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "leads.csv").write_text(LEADS)
    write_rulebook(tmp_path / "old", software=30, mql=40)
    write_rulebook(tmp_path / "new", software=46, mql=44)
    user = CommandLine(tmp_path)
    assert user.run("load", INPUT=str(tmp_path / "input")).returncode == 0
    return user


@pytest.mark.models
def test_exactly_those_cross_who_should(small_world: CommandLine, tmp_path: Path) -> None:
    """30 + 16 reaches 44 by the rule; 42 was enough for 40 and is not for 44."""
    before = small_world.warehouse.read_bytes()
    page = tmp_path / "page.html"
    done = small_world.run(
        "diff",
        OLD=str(tmp_path / "old"),
        RULEBOOK=str(tmp_path / "new"),
        AS_OF="2026-02-28",
        VARS="{history_months: 0}",
        OUT=str(page),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 of 4 people would change stage: 1 up, 1 down. 2 would have another" in done.stdout
    assert "no outcomes" in done.stdout
    assert small_world.warehouse.read_bytes() == before
    assert {path.name for path in small_world.warehouse.parent.iterdir()} <= {
        "lead_scoring.duckdb",
        ".lead_scoring.lock",
        "lead_scoring.diff.duckdb",
    }
    with duckdb.connect(str(small_world.warehouse.with_stem("lead_scoring.diff"))) as tables:
        people = tables.execute(
            "select lead_id, old_score, new_score, old_stage, new_stage, cause, main_rule_id"
            " from marts.rulebook_diff order by lead_id"
        ).fetchall()
        rules = tables.execute(
            "select rule_id, rule_change, points_change, people_up, people_down"
            " from marts.rulebook_diff_rules order by rule_id"
        ).fetchall()
        due = tables.execute(
            "select old_value, new_value from marts.rulebook_diff_summary"
            " where measure = 'follow_ups_due' and stage = 'mql'"
        ).fetchall()
    assert people == [
        ("edge", 42, 42, "mql", "nurture", "cuts", None),
        ("far", 45, 61, "mql", "mql", None, None),
        ("low", 15, 15, "nurture", "nurture", None, None),
        ("near", 30, 46, "nurture", "mql", "points", "software"),
    ]
    assert rules == [
        ("director", "same", 0, 0, 0),
        ("manager", "same", 0, 0, 0),
        ("software", "edited", 32, 1, 0),
    ]
    assert due == [(2, 2)]
    written = page.read_text()
    assert "near" in written and "://" not in written


@pytest.mark.models
def test_a_rulebook_that_cannot_work_is_told_and_nothing_is_touched(
    small_world: CommandLine, tmp_path: Path
) -> None:
    broken = write_rulebook(tmp_path / "broken", software=30, mql=40, director="many")
    before = small_world.warehouse.read_bytes()
    done = small_world.run(
        "diff", OLD=str(tmp_path / "old"), RULEBOOK=broken, AS_OF="2026-02-28", OUT="page.html"
    )
    assert done.returncode == 1
    assert "broken/scoring_rules.csv, row 4 (director)" in done.stderr, done.stdout + done.stderr
    assert small_world.warehouse.read_bytes() == before
    assert not (tmp_path / "page.html").exists()
    assert not list(small_world.warehouse.parent.glob(".*.comparing"))


def test_the_same_rules_change_nothing(user: CommandLine) -> None:
    same = write_rulebook(user.directory / "same", software=30, mql=40)
    copy = write_rulebook(user.directory / "copy", software=30, mql=40)
    done = user.run("diff", OLD=same, RULEBOOK=copy)
    assert (done.returncode, done.stdout) == (
        0,
        "same and copy hold the same rows: nothing would change.\n",
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "name the rulebook to compare with the one in force"),
        ({"RULEBOOK": "nowhere"}, "RULEBOOK=nowhere does not exist"),
        ({"OLD": "nowhere"}, "OLD=nowhere does not exist"),
        ({"RULEBOOK": "rulebooks/early", "OUT": "."}, "OUT=. is a directory"),
        ({"RULEBOOK": "rulebooks/early", "OUT": "nowhere/a.html"}, "there is no directory nowhere"),
        ({"RULEBOOK": "rulebooks/early", "AS_OF": "soon"}, "AS_OF=soon is no day"),
    ],
)
def test_what_cannot_be_compared_is_told_at_once(
    tmp_path: Path, variables: dict[str, str], sentence: str
) -> None:
    user = CommandLine(tmp_path)
    done = user.run("diff", **variables)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert not user.warehouse.exists()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project under git: the default rulebook was committed and is edited since."""

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607

    default = tmp_path / "seeds" / "rulebook"
    default.mkdir(parents=True)
    for path in (ROOT / "seeds" / "rulebook").glob("*.csv"):
        (default / path.name).write_bytes(path.read_bytes())
    git("init", "--quiet")
    git("add", "seeds")
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "First")
    (default / "rising.csv").write_text("segment,min_points\n*,7\n")
    monkeypatch.setattr("lead_scoring.compare.rulebooks.ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize("given", ["git:HEAD", "git:HEAD:seeds/rulebook/", "git:HEAD^{commit}"])
def test_a_revision_is_the_rulebook_as_it_was(repository: Path, given: str) -> None:
    before, now = find_rulebook("OLD", given), find_rulebook("RULEBOOK", "")
    assert {name for name in now.files if now.files[name] != before.files[name]} == {"rising"}
    assert Path(before.value).is_dir()
    assert find_rulebook("OLD", given).value == before.value


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("git:nowhere", "OLD=git:nowhere: git knows no revision nowhere"),
        ("git:", "git knows no revision (none named)"),
        ("git:--help", "git knows no revision --help"),
        ("git:HEAD:rulebooks/none", "holds no rulebook files in rulebooks/none"),
        ("git:HEAD:seeds/rulebook/rising.csv", "holds no rulebook files in"),
    ],
)
def test_a_revision_that_is_not_there_is_told(repository: Path, given: str, sentence: str) -> None:
    with pytest.raises(UserError, match=r"^OLD=") as caught:
        find_rulebook("OLD", given)
    assert sentence in str(caught.value)


def test_the_project_may_lie_in_a_folder_of_the_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lead_scoring.compare.rulebooks.ROOT", repository / "seeds")
    (repository / "seeds" / "seeds").symlink_to(repository / "seeds")
    before = find_rulebook("OLD", "git:HEAD:rulebook")
    assert before.files["rising"] != b"segment,min_points\n*,7\n"


def test_tables_fit_the_terminal() -> None:
    table = Table(
        ["rule", "points", "about"], [["demo", "5", "word " * 40], ["\x1b[31m", "-2.5", ""]]
    )
    lines = table_lines(table)
    assert max(map(len, lines)) <= WIDTH
    assert lines[2].startswith("demo") and lines[2].endswith("...")
    assert lines[3].split() == ["[31m", "-2.5"]


def ranked_on(*days: date) -> Figures:
    """Figures of a comparison in which the new rulebook ranks better on all of the days."""
    measures = [
        Measure("auc", "*", day, 0.7, 0.6, 0.8, 0.8, 0.7, 0.9, 0.1, 0.05, 0.15, 90, 90, True)
        for day in days
    ]
    lifts = [
        replace(measure, name="top_decile_lift", old=2.0, new=3.0, change=None)
        for measure in measures
    ]
    return Figures(days[-1], 100, 50, ["nurture"], [], [], [*measures, *lifts])


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        (None, "On the 2 scoring days that can tell, it ranks people worse on 0, better on 2,"),
        (
            date(2026, 3, 31),
            "On the 1 scoring days that can tell and lie after 2026-03-31, until when a rulebook"
            " learned from outcomes, it ranks people worse on 0, better on 1,",
        ),
        (date(2026, 4, 30), "Which of the two ranks better cannot be told here"),
    ],
)
def test_the_headline_is_of_days_that_no_rulebook_was_learned_from(
    seen: date | None, sentence: str
) -> None:
    page = page_of("old", "new", ranked_on(date(2026, 3, 31), date(2026, 4, 30)), seen)
    assert sentence in page.lead_sentence
    (quality,) = [one for one in page.sections if one.heading == "Does it rank better?"]
    seen_days = [row[-1] for row in quality.tables[0].rows].count("learned from it")
    assert seen_days == {None: 0, date(2026, 3, 31): 1}.get(seen, 2)


def test_a_learned_rulebook_says_until_when_it_knew_outcomes(tmp_path: Path) -> None:
    new = write_rulebook(tmp_path / "learned", software=46, mql=44)
    assert find_rulebook("RULEBOOK", new).known_until is None
    learned_from.note(tmp_path / "learned", date(2026, 3, 31), (date(2026, 1, 5),), 60)
    assert find_rulebook("RULEBOOK", new).known_until == date(2026, 3, 31)
    (tmp_path / "learned" / learned_from.NAME).write_text("[]")
    assert find_rulebook("RULEBOOK", new).known_until is None
