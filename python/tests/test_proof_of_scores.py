"""The marts that say whether the score works: against other code, and with a leak planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import WITH_REPORTS, CommandLine
from tests.reference import proofs
from tests.reference.proofs import Case
from tests.reference.sales_world import SalesWorld, sales_world

pytestmark = pytest.mark.models

PEOPLE, ARRIVAL_DAYS = 400, 240
HORIZON = 90
LAST_BACKTEST_DAY = date(2025, 8, 31)
AS_OF = LAST_BACKTEST_DAY + timedelta(days=HORIZON)
Rows = dict[tuple[Any, ...], dict[str, Any]]


def build(user: CommandLine, data: Path, day: date) -> None:
    """Score a day, with ten month ends before it."""
    user.build(WITH_REPORTS, INPUT=str(data), AS_OF=day.isoformat(), VARS="{history_months: 10}")


@pytest.fixture(scope="module")
def world() -> SalesWorld:
    """A small company."""
    return sales_world(PEOPLE, ARRIVAL_DAYS)


@pytest.fixture(scope="module")
def built(world: SalesWorld, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Its warehouse."""
    user = CommandLine(tmp_path_factory.mktemp("sales"))
    build(user, world.write(user.directory / "input"), AS_OF)
    return user


def rows_by(user: CommandLine, table: str, *key: str) -> Rows:
    """The rows of a table by the columns of its key."""
    names = [name for name, *_ in user.rows(f"describe {table}")]
    rows = [dict(zip(names, cells, strict=True)) for cells in user.rows(f"from {table}")]
    return {tuple(row[column] for column in key): row for row in rows}


@pytest.fixture(scope="module")
def cases(world: SalesWorld, built: CommandLine) -> dict[tuple[date, str], list[Case]]:
    """Whoever had not bought by a backtest day, by day and segment, with what came of them."""
    turned_down_on = {
        str(row["lead_id"]): date.fromisoformat(str(row["occurred_at"])[:10])
        for row in world.outcomes
        if row["outcome"] in {"lost", "rejected"}
    }
    probabilities = dict(
        built.rows(
            "select (scored_on, person_id), conversion_probability"
            " from intermediate.int_conversion_probabilities"
        )
    )
    found: dict[tuple[date, str], list[Case]] = {}
    history = built.rows(
        "select scored_on, person_id, segment, score, is_disqualified from marts.lead_score_history"
    )
    for day, lead_id, segment, score, is_disqualified in history:
        bought_on = world.bought_on.get(lead_id, date.max)
        if day + timedelta(days=HORIZON) > AS_OF or bought_on <= day:
            continue
        probability = probabilities[day, lead_id]
        case = Case(
            score=float(score),
            converted=bought_on <= day + timedelta(days=HORIZON),
            is_closed=is_disqualified or turned_down_on.get(lead_id, date.max) <= day,
            probability=None if probability is None else float(probability),
        )
        for group in (segment, "*"):
            found.setdefault((day, group), []).append(case)
    return found


def test_model_quality_agrees_with_other_code(
    built: CommandLine, cases: dict[tuple[date, str], list[Case]]
) -> None:
    """Every day and segment has the figures that their definitions give."""
    found = rows_by(built, "marts.model_quality", "scored_on", "segment")
    assert found.keys() == cases.keys()
    assert (LAST_BACKTEST_DAY, "*") in found
    assert any(row["is_enough"] for row in found.values())
    assert any(row["brier"] is not None for row in found.values())
    for key, row in found.items():
        expected = expected_quality(cases[key])
        given = {name: None if row[name] is None else float(row[name]) for name in expected}
        assert given == pytest.approx(expected, abs=2e-6), key


def expected_quality(cases: Sequence[Case]) -> dict[str, float | None]:
    """The figures of model_quality."""
    predicted = proofs.probability_quality(cases)
    return _ranking([case for case in cases if not case.is_closed]) | {
        "people_with_closed": len(cases),
        "conversions_with_closed": sum(case.converted for case in cases),
        "base_rate_with_closed": sum(case.converted for case in cases) / len(cases),
        "auc_with_closed": proofs.auc(cases),
        "people_with_probability": predicted.people if predicted else 0,
        "brier": predicted.brier if predicted else None,
        "brier_skill": predicted.skill if predicted else None,
        "calibration_error": predicted.calibration_error if predicted else None,
    }


def _ranking(cases: Sequence[Case]) -> dict[str, float | None]:
    """How the scores of people whose case is open put them in order."""
    conversions = sum(case.converted for case in cases)
    base_rate = conversions / len(cases)
    low, high = proofs.auc_interval(cases) or (None, None)
    return {
        "people": len(cases),
        "conversions": conversions,
        "base_rate": base_rate,
        "auc": proofs.auc(cases),
        "auc_low": low,
        "auc_high": high,
        "average_precision": proofs.average_precision(cases),
        "top_decile_rate": proofs.top_decile_rate(cases),
        "lift_top_decile": proofs.top_decile_rate(cases) / base_rate if conversions else None,
        "tie_share": proofs.tie_share(cases),
        "distinct_scores": len({case.score for case in cases}),
        "score_spread": proofs.score_spread(cases),
    }


def test_score_drift_agrees_with_other_code(built: CommandLine) -> None:
    """Every input has the index that its shares on both days give."""
    counts: dict[tuple[date, str, str], Counter[str]] = {}
    people: Counter[tuple[date, str]] = Counter()
    for day, segment, grade, score in built.rows(
        "select scored_on, segment, grade, score from marts.lead_score_history"
    ):
        band = str(min(9, int(score // 10)))
        for group in (segment, "*"):
            people[day, group] += 1
            counts.setdefault((day, group, "score"), Counter())[band] += 1
            counts.setdefault((day, group, "grade"), Counter())[grade] += 1
        counts.setdefault((day, "*", "segment"), Counter())[segment] += 1
    for day, segment, rule_id in built.rows(
        "select scored_on, segment, rule_id from marts.lead_score_ledger"
        " inner join marts.lead_score_history using (scorecard, scored_on, person_id)"
        " where hits > 0"
    ):
        for group in (segment, "*"):
            counts.setdefault((day, group, f"rule {rule_id}"), Counter())["hit"] += 1
    for (day, group, name), bins in counts.items():
        if name.startswith("rule "):
            bins["not hit"] = people[day, group] - bins["hit"]
    days = sorted({day for day, _ in people})
    drift = rows_by(built, "marts.score_drift", "scored_on", "comparison", "segment", "input_name")
    assert {day for day, *_ in drift} == set(days[1:])
    for (day, comparison, segment, name), row in drift.items():
        before = days[0] if comparison == "first" else days[days.index(day) - 1]
        assert row["compared_with"] == before
        sides = [
            counts.get((side, segment, name), nobody(people[side, segment]))
            for side in (day, before)
        ]
        now, then = (Counter({bin: n for bin, n in side.items() if n}) for side in sides)
        assert float(row["psi"]) == pytest.approx(proofs.psi(now, then), abs=2e-6)


def nobody(people: int) -> Counter[str]:
    """The bins of a rule that hits none of so many people."""
    return Counter({"not hit": people})


def test_what_comes_after_a_day_moves_no_score_of_it(
    world: SalesWorld, built: CommandLine, tmp_path: Path
) -> None:
    """After the last backtest day customers get better titles and ask for demos, others do not.

    The scores of the latest day then tell customers almost without fail: were it let into a past
    day, the figures would show it. Scores, ledger and quality of past days stay as they were.
    """
    user = built.copy(tmp_path)
    told = SalesWorld(
        leads=[dict(row) for row in world.leads],
        events=list(world.events),
        outcomes=world.outcomes,
        bought_on=world.bought_on,
    )
    for row in told.leads:
        assert row["lead_id"]
        is_customer = row["lead_id"] in world.bought_on
        row["job_title"] = "VP Marketing" if is_customer else "Intern"
        row["updated_at"] = AS_OF.isoformat()
        if is_customer:
            for days in (1, 30, 60, 90):
                told.add_event(row["lead_id"], "demo_request", LAST_BACKTEST_DAY + timedelta(days))
    # The same directory: another one would be another company, of which nothing is remembered.
    build(user, told.write(built.directory / "input"), AS_OF + timedelta(days=1))

    leaked = [
        Case(float(score), lead_id in world.bought_on)
        for lead_id, score in user.rows("select lead_id, score from marts.lead_scores")
    ]
    assert (proofs.auc(leaked) or 0) > 0.95
    for table in ("lead_score_history", "lead_score_ledger", "model_quality", "score_drift"):
        past = f"from marts.{table} where scored_on <= '{LAST_BACKTEST_DAY}' order by all"
        assert user.rows(past) == built.rows(past), table
    whole = user.rows("select auc from marts.model_quality where segment = '*'")
    assert whole
    assert max(area for (area,) in whole) < 0.95
