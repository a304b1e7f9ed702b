"""Changes of points that are tried together on later leads: what is suggested, and what is not."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from lead_scoring.advise import changes, search
from lead_scoring.advise.aside import copy_tables
from lead_scoring.advise.history import Group, History, Rule, read_history, scores
from lead_scoring.advise.trial import Needs, Trial, same_day_auc, try_changes
from lead_scoring.engines import DuckDBFile
from lead_scoring.learned_from import learned_until, note
from lead_scoring.train.split import cut_before_latest
from tests.conftest import CommandLine

NEEDS = Needs(60, 20, 30)
SIZE = 3000
Chance = Callable[[dict[str, np.ndarray], np.ndarray], np.ndarray]


def world(
    log_odds: Chance, points: dict[str, float], *, most: float = np.inf, own: float = np.inf
) -> History:
    """Leads on ten days, each seen once; which rules hold is drawn, and two go together."""
    draws = np.random.default_rng(7)
    holds = {name: draws.random(SIZE) < 0.4 for name in points}
    if {"good", "companion"} <= set(points):
        holds["companion"] = np.where(draws.random(SIZE) < 0.85, holds["good"], holds["companion"])
    order = np.arange(SIZE)
    chance = 1 / (1 + np.exp(-log_odds(holds, order)))
    labels = (draws.random(SIZE) < chance).astype(float)
    rules = tuple(
        Rule(
            rule_id=name,
            description=name,
            points=given,
            rule_limit=own,
            group=0,
            least=-own,
            most=min(own, most),
            rows=np.flatnonzero(holds[name]),
            hits=np.ones(int(holds[name].sum())),
        )
        for name, given in points.items()
    )
    made = History(
        people=order,
        days=order * 10 // SIZE,
        labels=labels,
        scores=np.zeros(SIZE),
        rules=rules,
        groups=(Group("all", -np.inf, most),),
        fixed=np.full((SIZE, 1), 30.0),
        highest_score=100.0,
        share_of_people=1.0,
    )
    return replace(made, scores=scores(made, made.points))


def truth(holds: dict[str, np.ndarray], _: np.ndarray) -> np.ndarray:
    """A point is worth 0.08 of log-odds: good 20 points, high 4, turned -12, companion none."""
    true = 20 * holds["good"] + 4 * holds["high"] - 12 * holds["turned"]
    return np.asarray(-2.2 + 0.08 * true)


GIVEN = {"good": 20.0, "high": 25.0, "turned": 10.0, "companion": 1.0}


def suggested(tried: Trial) -> dict[str, float]:
    return {change.rule.rule_id: change.points for change in tried.kept}


def test_a_rule_is_judged_with_the_others_in_place() -> None:
    """Too high comes down, the wrong way round turns; a good close rate on loan raises nothing."""
    made = world(truth, GIVEN)
    held = np.zeros(SIZE, dtype=bool)
    held[made.rules[3].rows] = True
    assert made.labels[held].mean() > 1.5 * made.labels[~held].mean()  # as if it were worth points
    tried = try_changes(made, NEEDS)
    found = suggested(tried)
    assert set(found) == {"high", "turned"}
    assert 0 <= found["high"] <= 12
    assert -18 <= found["turned"] <= -5
    assert tried.later is not None
    assert tried.later.gain.low > 0.02
    # What is bought lies on the side to which the points go.
    assert all(change.bought < change.expected for change in tried.kept)


def test_what_the_rulebook_has_right_is_left_alone() -> None:
    tried = try_changes(
        world(truth, {"good": 20.0, "high": 4.0, "turned": -12.0, "companion": 0.5}), NEEDS
    )
    assert tried.changes == ()
    text = changes.changes_section(tried, NEEDS, None).text
    assert "No change held even among those who came first" in text
    assert "No change of points is shown to rank later leads better" in changes.headline(tried)


def test_a_set_that_loses_on_later_leads_is_not_shown() -> None:
    """What made leads buy was another thing for those who came last."""

    def turned_later(holds: dict[str, np.ndarray], order: np.ndarray) -> np.ndarray:
        sign = np.where(order < SIZE * 0.6, 1, -1)
        others = 12 * holds["b"] + 9 * holds["c"]
        true = 20 * holds["good"] + 20 * sign * holds["high"] + others
        return np.asarray(-2.2 + 0.08 * true)

    given = {"good": 20.0, "high": 2.0, "b": 12.0, "c": 9.0}
    tried = try_changes(world(turned_later, given), NEEDS)
    assert [change.rule.rule_id for change in tried.changes] == ["high"]
    assert tried.later is not None
    assert tried.later.gain.value < 0
    assert tried.kept == ()
    section = changes.changes_section(tried, NEEDS, None)
    assert section.tables == []
    gain = tried.later.gain
    said = f"a difference of {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f}). Nothing is"
    assert "did not hold there" in section.text
    assert said in section.text


def test_points_stay_within_limits_and_the_limit_in_the_way_is_named() -> None:
    given = {"good": 10.0, "a": 10.0, "b": 12.0, "c": 13.0}
    others = {name: points for name, points in given.items() if name != "good"}
    made = world(
        lambda holds, _: (
            -4
            + 0.1 * sum(points * holds[name] for name, points in others.items())
            + 3.5 * holds["good"]
        ),
        given,
        own=15.0,
    )
    # Else the others come down instead, which ranks the same.
    fast = [replace(rule, least=rule.points, most=rule.points) for rule in made.rules[1:]]
    made = replace(made, rules=(made.rules[0], *fast))
    tried = try_changes(made, NEEDS)
    assert suggested(tried)["good"] == 15
    assert [(limit.rule.rule_id, limit.group, limit.limit) for limit in tried.limits] == [
        ("good", "", 15.0)
    ]
    cells = [
        cell for table in changes.changes_section(tried, NEEDS, None).tables for cell in table.rows
    ]
    assert "as far as limits let it" in cells[0]
    assert cells[-1][:4] == ["max_points of good", "15", "good", "up"]


def test_a_step_is_seen_through_the_limit_of_its_group() -> None:
    """What a group's limit takes back moves nobody's score, so no step gains by it."""
    made = world(lambda holds, _: -2 + 2 * holds["good"], {"good": 40.0, "other": 40.0}, most=60.0)
    made = replace(made, fixed=np.full((SIZE, 1), 20.0))
    made = replace(made, scores=scores(made, made.points))
    sums = search.totals(made, made.points)
    change = search.moved(made, sums, 0, 40.0, 45.0)
    assert not change.any()
    moved = made.points - np.array([30.0, 0.0])
    rows = made.rules[0].rows
    direct = scores(made, moved)[rows] - made.scores[rows]
    assert direct.min() < 0
    np.testing.assert_allclose(search.moved(made, sums, 0, 40.0, 10.0), direct)


def test_pairs_are_those_of_one_day() -> None:
    values, labels = np.array([1.0, 2.0, 5.0, 5.0, 4.0]), np.array([0.0, 1.0, 0.0, 1.0, 0.0])
    days = np.array([1, 1, 2, 2, 2])
    # Day 1: right. Day 2: a tie, and right.
    assert same_day_auc(values, labels, days)(np.ones(5)) == pytest.approx((1 + 0.5 + 1) / 3)


def test_with_too_few_buyers_it_says_what_it_waits_for() -> None:
    made = world(truth, GIVEN)
    tried = try_changes(made, replace(NEEDS, conversions=10_000))
    assert tried.kept == tried.changes == ()
    text = changes.changes_section(tried, replace(NEEDS, conversions=10_000), date(2026, 3, 1)).text
    assert "That takes 10000 people who bought" in text
    assert "learned from what was known on 2026-03-01" in text


RULES = """\
rule_id,component,rule_group,segment,signal_type,signal,operator,operand,points,max_points,description
good,fit,all,*,attribute,good,equals,yes,20,,Good
high,fit,all,*,attribute,high,equals,yes,25,,Too high
turned,fit,all,*,attribute,turned,equals,yes,10,,The wrong way round
companion,fit,all,*,attribute,companion,equals,yes,1,,Goes with good
base,fit,base,*,attribute,days_since_created,gte,0,30,,Starting points
"""


@pytest.fixture(scope="module")
def made(user: CommandLine) -> CommandLine:
    """A warehouse of the same world, by way of files."""
    files, rulebook = user.directory / "input", user.directory / "rulebook"
    files.mkdir()
    rulebook.mkdir()
    draw = random.Random(11)  # noqa: S311
    leads, outcomes = [], []
    for number in range(2400):
        came = date(2025, 8, 1) + timedelta(days=number // 10)
        good, high, turned = (draw.random() < 0.4 for _ in range(3))
        companion = good if draw.random() < 0.85 else draw.random() < 0.4
        chance = 1 / (1 + np.exp(2.2 - 0.08 * (20 * good + 4 * high - 12 * turned)))
        held = ["yes" if one else "no" for one in (good, high, turned, companion)]
        leads.append([f"L{number}", came, *held])
        outcome = "won" if draw.random() < chance else "lost"
        outcomes.append([f"O{number}", f"L{number}", outcome, came + timedelta(days=40)])
    write(files / "leads.csv", ["lead_id", "created_at", *GIVEN_NAMES], leads)
    write(files / "outcomes.csv", ["outcome_id", "lead_id", "outcome", "occurred_at"], outcomes)
    (rulebook / "scoring_rules.csv").write_text(RULES)
    (rulebook / "rule_groups.csv").write_text(
        "rule_group,min_points,max_points,description\nall,-20,45,All\nbase,,,Base\n"
    )
    (rulebook / "settings.csv").write_text("setting,value\nconversion_horizon_days,45\n")
    (rulebook / "overrides.csv").write_text("override_id,effect\n")
    (rulebook / "segments.csv").write_text("segment,priority,attribute,operator,operand\n")
    (rulebook / "conditions.csv").write_text("condition_id,signal_type,signal\n")
    build(user, rulebook, with_reports=True)
    return user


GIVEN_NAMES = ["good", "high", "turned", "companion"]


def write(path: Path, columns: list[str], rows: list[list[object]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def build(user: CommandLine, rulebook: Path, *, with_reports: bool = False) -> None:
    files = str(user.directory / "input")
    user.build(with_reports, INPUT=files, RULEBOOK=str(rulebook), AS_OF="2026-06-30")


def test_what_the_page_says_is_what_a_build_with_it_gives(
    made: CommandLine, tmp_path: Path
) -> None:
    """The points go into the rulebook, the same leads are scored again, and rank as was said."""
    with duckdb.connect(str(made.warehouse), read_only=True) as connection:
        past = read_history(connection, "default")
        assert learned_until(connection, "default") is None
    assert np.abs(scores(past, past.points) - past.scores).max() < 1e-6
    tried = try_changes(past, NEEDS)
    found = suggested(tried)
    assert set(found) == {"high", "turned"}
    assert tried.later is not None
    done = made.run("advise", OUT=str(tmp_path / "advice.html"))
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    later = tried.later
    assert f"AUC {later.before} becomes {later.after}" in said
    assert f"high Too high 25 {found['high']:g} " in said
    assert "companion" not in said.split("What to change?")[1].split("Where should the cut")[0]
    rows = list(csv.DictReader(RULES.splitlines()))
    for row in rows:
        row["points"] = f"{found.get(row['rule_id'], float(row['points'])):g}"
    followed = made.directory / "followed"
    followed.mkdir()
    for path in (made.directory / "rulebook").iterdir():
        (followed / path.name).write_text(path.read_text())
    write(followed / "scoring_rules.csv", list(rows[0]), [list(row.values()) for row in rows])
    again = made.copy(tmp_path / "again")
    (again.directory / "input").symlink_to(made.directory / "input")
    build(again, followed, with_reports=True)
    with duckdb.connect(str(again.warehouse), read_only=True) as connection:
        rebuilt = read_history(connection, "default")
    last = rebuilt.where(rebuilt.people >= cut_before_latest(past.people, past.labels))
    auc = same_day_auc(last.scores, last.labels, last.days)(np.ones(len(last.labels)))
    assert auc == pytest.approx(later.after.value, abs=1e-9)
    assert len(np.unique(last.people)) == later.people


def test_another_engine_is_read_by_a_copy(made: CommandLine, tmp_path: Path) -> None:
    """The same lead-days, rules and scores, whatever the warehouse is."""
    with duckdb.connect(str(made.warehouse), read_only=True) as connection:
        here = read_history(connection, "default")
    with duckdb.connect() as copy:
        copy_tables(DuckDBFile(made.warehouse), "default", copy, tmp_path)
        assert learned_until(copy, "default") is None
        there = read_history(copy, "default")
    assert len(here.people) > 1000
    assert np.array_equal(here.people, there.people)
    assert np.array_equal(here.labels, there.labels)
    assert np.allclose(here.scores, there.scores)
    assert [rule.rule_id for rule in here.rules] == [rule.rule_id for rule in there.rules]
    assert np.allclose(scores(here, here.points), scores(there, there.points))


def test_a_build_of_nothing_new_leaves_the_advice(made: CommandLine, tmp_path: Path) -> None:
    """Where no day is scored again, all days of the backtest are still there to learn from."""
    before = made.run("advise", OUT=str(tmp_path / "before.html"))
    again = made.copy(tmp_path / "again")
    (again.directory / "input").symlink_to(made.directory / "input")
    build(again, made.directory / "rulebook", with_reports=True)
    after = again.run("advise", OUT=str(tmp_path / "after.html"))
    assert "AUC" in before.stdout
    assert after.stdout.splitlines()[:-1] == before.stdout.splitlines()[:-1]


def test_a_learned_rulebook_is_held_against_later_days_alone(made: CommandLine) -> None:
    """On days that it was learned from it cannot be wrong, nor right."""
    rulebook = made.directory / "rulebook"
    note(rulebook, date(2026, 2, 15), (date(2025, 9, 1),), 45)
    try:
        with duckdb.connect(str(made.warehouse), read_only=True) as connection:
            until = learned_until(connection, "default")
            assert until == date(2026, 2, 15)
            past = read_history(connection, "default", until)
        assert date.fromordinal(719163 + int(past.days.min())) > until
        done = made.run("advise", OUT=str(made.directory / "advice.html"))
        said = " ".join(done.stdout.split())
        assert re.search(r"learned from (what was known on 2026-02-15|those before)", said), said
    finally:
        (rulebook / "learned_from.json").unlink()
