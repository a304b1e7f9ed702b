"""Training on small arrays: candidates, days, splits, fitting, points and cuts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import duckdb
import numpy as np
import pytest
from scipy import sparse

from lead_scoring.errors import UserError
from lead_scoring.train import closed, measure
from lead_scoring.train.candidates import (
    THRESHOLDS,
    Column,
    attribute_terms,
    complete_columns,
    number_text,
    roundest,
    thresholds,
)
from lead_scoring.train.cuts import cut_for_share, grade_rows, stage_rows, stages_are_a_measure
from lead_scoring.train.days import ENOUGH_DAYS, LEAD_DAYS, History, training_days
from lead_scoring.train.frame import Frame, forget_after, history_of
from lead_scoring.train.glm import Floats, Model, calibration, fit, forward_path, probability, shift
from lead_scoring.train.learn import Rows, Settings, choose_settings, learn, newest_days
from lead_scoring.train.rates import close_rate_model
from lead_scoring.train.scorecard import Scorecard, just_below, make_scorecard
from lead_scoring.train.shape import without_wobbles
from lead_scoring.train.split import cut_before_latest, folds, sample
from lead_scoring.train.terms import ATTRIBUTE, EVENT, Term, unique_ids
from lead_scoring.train.training import usable_columns
from lead_scoring.train.treatments import read_treatments
from lead_scoring.train.write import FIRST_LINE, REPORT, check_directory

DAY = date(2026, 1, 1)


def matrix(*columns: Sequence[int]) -> sparse.csr_matrix:
    return sparse.csr_matrix(np.array(columns, dtype=float).T)


def random_rows(count: int, log_odds: Sequence[float], start: float = -1.0) -> Rows:
    """People, each on one row, with terms that add so much to their log-odds."""
    random = np.random.default_rng(7)
    held = (random.random((count, len(log_odds))) < 0.4).astype(float)
    chance = probability(start + held @ np.array(log_odds))
    labels = (random.random(count) < chance).astype(float)
    return rows_of(sparse.csr_matrix(held), labels)


def rows_of(held: sparse.csr_matrix, labels: Floats, people: Floats | None = None) -> Rows:
    """Rows of one day, each of a person of their own unless told otherwise."""
    numbers = np.arange(len(labels)) if people is None else people.astype(np.int64)
    return Rows(held, labels, numbers, np.zeros(len(labels), dtype=np.int64))


def no_signs(columns: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    return np.zeros(columns, dtype=np.int8)


# Candidates


def test_nought_and_one_never_share_a_threshold() -> None:
    # Too few people stand at 0 to fill a share, yet enough to learn from.
    cuts = thresholds({0.0: 40} | {float(n): 50 for n in range(1, 50)})
    assert cuts[0] == 1


def test_few_numbers_have_a_threshold_at_each_but_the_lowest() -> None:
    assert thresholds({2.0: 5, 3.0: 5, 7.0: 5}) == [3, 7]


def test_thresholds_leave_about_as_many_people_between_any_two() -> None:
    cuts = thresholds({float(n): 1 for n in range(1300)})
    between = np.diff([0, *cuts, 1300])
    assert len(cuts) in range(THRESHOLDS, THRESHOLDS + 4)
    assert between[1:].max() <= 101


@pytest.mark.parametrize(
    ("below", "value", "chosen"),
    [(587, 614, 600), (0, 0.33, 0.3), (0, 1, 1), (-12, -8, -10), (99, 101, 100), (1.5, 1.52, 1.52)],
)
def test_a_threshold_is_the_roundest_number_that_splits_the_same(
    below: float, value: float, chosen: float
) -> None:
    assert roundest(below, value) == pytest.approx(chosen, abs=1e-12)


def test_numbers_are_written_without_needless_digits() -> None:
    assert [number_text(n) for n in (600.0, 0.3, -10.0)] == ["600", "0.3", "-10"]


def test_thresholds_are_round_where_they_need_not_be_exact() -> None:
    cuts = thresholds({n + 0.123456789: 1 for n in range(5, 2000)})
    assert all(cut % 10 == 0 for cut in cuts[1:])
    assert len(cuts) in range(THRESHOLDS, THRESHOLDS + 4)
    assert 90 <= np.diff(cuts[1:-1]).min() <= np.diff(cuts[1:]).max() <= 150


@pytest.mark.parametrize(
    ("name", "values", "are_codes"),
    [
        ("Browser", ["1", "2", "3"], True),
        ("OperatingSystems", ["1", "2", "3"], True),
        ("branch_code", ["100", "250", "300"], True),
        ("town", ["04109", "80331", "10115"], True),
        ("visits", ["1", "2", "3"], False),
        ("page_type", ["0.5", "1.5", "2"], False),
        ("region_revenue", ["100", "200", "300"], False),
    ],
)
def test_numbers_that_name_things_are_no_amounts(
    name: str, values: list[str], *, are_codes: bool
) -> None:
    terms = attribute_terms(Column(name, dict.fromkeys(values, 50), 0))
    assert {term.operator for term in terms} == ({"equals"} if are_codes else {"gte"})


def test_complete_columns_miss_no_value(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "create schema raw; create table raw.leads as"
        " select unnest(['1', '2']) as visits, unnest(['', '2']) as pages, '9' as employee_count"
    )
    assert complete_columns(connection) == {"visits"}


def test_a_text_has_a_term_for_each_common_value_and_a_number_thresholds() -> None:
    text = attribute_terms(Column("source", {"web": 50, "fair": 40, "odd": 3, "a|b": 60}, 35))
    assert [(term.operator, term.operand) for term in text] == [
        ("is_missing", ""),
        ("equals", "web"),
        ("equals", "fair"),
    ]
    number = attribute_terms(Column("visits", {"0": 50, "1": 40, "2": 40, "many": 3}, 0))
    assert [(term.operator, term.operand) for term in number] == [("gte", "1"), ("gte", "2")]


def test_no_value_of_a_lead_becomes_a_formula_in_the_rulebook() -> None:
    """Whoever opens the learned files in a spreadsheet would run it."""
    given = {'=HYPERLINK("http://x.example")': 50, "@sum(1)": 50, "+1+1": 50, "-5": 50, "web": 50}
    given |= {"\t=1+1": 50, "\r=1+1": 50, "-1+cmd": 50}
    found = attribute_terms(Column("source", given, 0))
    assert [term.operand for term in found] == ["-5", "web"]


def test_a_free_text_is_asked_only_whether_it_was_given() -> None:
    values = {f"text {n}": 1 for n in range(100)}
    assert [t.operator for t in attribute_terms(Column("note", values, 40))] == ["is_missing"]
    titles = attribute_terms(Column("job_title", {"CEO": 90}, 40))
    assert [term.operator for term in titles] == ["is_missing"]


def test_dates_are_no_attribute() -> None:
    assert Column("signed_on", {"2026-01-05": 3, "2026-02-06T10:00": 4}, 0).is_date
    assert not Column("source", {"web": 3}, 0).is_date
    assert not Column("empty", {}, 9).is_date


# Days


def history(span: int) -> History:
    last = DAY + timedelta(span)
    return History(DAY, last, last, DAY)


def test_short_histories_are_looked_at_once_a_week() -> None:
    days, lead_days = training_days(history(200), DAY + timedelta(200), 60, 30, {DAY: 5})
    assert days[-1] == DAY + timedelta(140)
    assert {(b - a).days for a, b in pairwise(days)} == {7}
    assert lead_days == 5 * len(days)


def test_days_are_closer_where_leads_convert_within_days() -> None:
    days, _ = training_days(history(60), DAY + timedelta(60), 14, 4, {DAY: 5})
    assert (days[-1] - days[-2]).days == 2


def test_too_many_lead_days_are_spaced_wider_and_then_drawn_from_fewer_people() -> None:
    leads = {DAY: LEAD_DAYS}
    days, lead_days = training_days(history(400), DAY + timedelta(400), 90, 30, leads)
    assert (days[-1] - days[-2]).days == 28
    assert lead_days > LEAD_DAYS


def test_closed_leads_leave_room_for_others() -> None:
    count = LEAD_DAYS // 4
    leads = {DAY: count}
    closings = {DAY + timedelta(25): count}
    days, lead_days = training_days(
        history(400), DAY + timedelta(400), 90, 30, leads, closings=closings
    )
    assert (days[-1] - days[-2]).days == 7
    assert lead_days == count * sum(day < DAY + timedelta(25) for day in days)


def test_days_lie_wider_apart_before_people_are_left_out() -> None:
    span = 7 * 140
    days, _ = training_days(history(span), DAY + timedelta(span), 1, 1, {DAY: 10})
    assert len(days) > ENOUGH_DAYS
    days, _ = training_days(history(span), DAY + timedelta(span), 1, 1, {DAY: LEAD_DAYS})
    assert len(days) <= ENOUGH_DAYS


@pytest.fixture
def outcomes(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Leads with what sales said of them, day by day of January."""
    connection.execute(
        "create schema raw; set TimeZone = 'UTC';"
        " create table raw.leads as select unnest(['a', 'b', 'c', 'd']) as lead_id;"
        " create table raw.outcomes (lead_id varchar, outcome varchar, occurred_at varchar);"
        " insert into raw.outcomes values"
        " ('a', 'lost', '2026-01-05'), ('a', 'Opportunity', '2026-01-09'),"
        " ('a', ' Lost ', '2026-01-20'), ('b', 'accepted', '2026-01-03'),"
        " ('b', 'won', '2026-01-08'), ('b', 'lost', '2026-01-12'),"
        " ('c', 'rejected', '2026-01-04'), ('d', 'lost', 'soon'), ('nobody', 'lost', '2026-01-05')"
    )
    closed.find_closed(connection, "won")
    return connection


def test_a_lead_is_closed_while_its_latest_outcome_is_lost_and_once_it_is_won(
    outcomes: duckdb.DuckDBPyConnection,
) -> None:
    closings = closed.closings(outcomes)
    assert {day.day: leads for day, leads in closings.items()} == {5: 1, 9: -1, 20: 1, 8: 1}


def test_converted_leads_are_set_aside_and_lost_ones_beyond_the_bound(
    outcomes: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def set_aside(days: list[int]) -> tuple[float, set[str]]:
        outcomes.execute(f"drop table if exists {closed.SET_ASIDE}")
        share = closed.set_aside(outcomes, [date(2026, 1, day) for day in days])
        rows = outcomes.execute(f"select lead_id from {closed.SET_ASIDE}").fetchall()
        return share, {lead_id for (lead_id,) in rows}

    assert set_aside([4, 5, 8, 9, 20]) == (1.0, {"b"})
    monkeypatch.setattr(closed, "CLOSED_LEAD_DAYS", 0)
    assert set_aside([4, 5, 8, 9, 20]) == (0.0, {"a", "b"})


def test_a_history_shorter_than_the_horizon_has_no_days() -> None:
    assert training_days(history(50), DAY + timedelta(50), 60, 10, {})[0] == []


def test_days_before_anybody_kept_book_are_left_out() -> None:
    late = History(DAY, DAY + timedelta(300), DAY + timedelta(300), DAY + timedelta(200))
    days, _ = training_days(late, DAY + timedelta(300), 60, 30, {})
    assert days[0] >= DAY + timedelta(140)


# Splits


def test_nobody_is_on_both_sides_and_the_later_ones_are_judged() -> None:
    people = np.repeat(np.arange(100), 3)
    labels = (people % 2).astype(float)
    cut = cut_before_latest(people, labels)
    assert (np.unique(people[labels > 0]) >= cut).sum() == 15
    for learned, later in folds(people, labels):
        assert learned.any()
        assert later.any()
        assert people[learned].max() < people[later].min()


def test_a_sample_takes_all_rows_of_some_people_evenly_over_time() -> None:
    people = np.repeat(np.arange(1000), 4)
    kept = sample(people, 1000)
    assert kept.sum() == pytest.approx(1000, abs=8)
    assert (np.bincount(people[kept], minlength=1000) % 4 == 0).all()
    assert np.diff(np.unique(people[kept])).max() <= 5
    assert sample(people, 4000).all()


# Fitting


def test_the_fit_finds_what_made_the_data() -> None:
    rows = random_rows(20_000, [1.0, -0.5, 0.0])
    model = fit(rows.matrix, rows.labels, [0, 1, 2], 0.01, no_signs(3))
    assert model.intercept == pytest.approx(-1, abs=0.1)
    assert model.coefficients == pytest.approx([1, -0.5, 0], abs=0.1)


def test_a_rare_term_is_held_back_no_more_than_a_common_one() -> None:
    random = np.random.default_rng(3)
    held = (random.random((40_000, 2)) < np.array([0.02, 0.5])).astype(float)
    labels = (random.random(40_000) < probability(-1 + held @ np.array([1.0, 1.0]))).astype(float)
    terms = sparse.csr_matrix(held)
    free = fit(terms, labels, [0, 1], 0.01, no_signs(2)).coefficients
    kept = fit(terms, labels, [0, 1], 2_000.0, no_signs(2)).coefficients / free
    assert kept[0] == pytest.approx(kept[1], abs=0.1)
    assert kept[0] < 0.9


def test_a_prescribed_sign_holds_and_the_others_are_refitted() -> None:
    rows = random_rows(5_000, [1.0, -0.5])
    signs = np.array([0, 1], dtype=np.int8)
    model = fit(rows.matrix, rows.labels, [0, 1], 0.01, signs)
    assert model.columns == [0]
    assert model.coefficients == pytest.approx(
        fit(rows.matrix, rows.labels, [0], 0.01, signs).coefficients
    )


def test_the_path_begins_with_what_tells_most_and_leaves_out_what_tells_nothing() -> None:
    rows = random_rows(5_000, [0.4, 1.5, 0.0, -0.8])
    assert forward_path(rows.matrix, rows.labels, 3, 1.0, no_signs(4)) == [1, 3, 0]


def test_the_path_never_takes_a_column_with_the_wrong_sign() -> None:
    rows = random_rows(5_000, [0.4, 1.5, -0.8])
    path = forward_path(rows.matrix, rows.labels, 3, 1.0, np.array([0, -1, 1], dtype=np.int8))
    assert path == [0]


def test_shift_meets_the_number_of_conversions() -> None:
    log_odds = np.linspace(-3, 1, 200)
    labels = np.zeros(200)
    labels[:50] = 1
    moved = shift(log_odds, labels)
    assert probability(log_odds + moved).sum() == pytest.approx(50)


def test_calibration_is_0_and_1_for_a_fitted_model() -> None:
    rows = random_rows(5_000, [1.0, -0.5])
    model = fit(rows.matrix, rows.labels, [0, 1], 0.0, no_signs(2))
    assert calibration(model.log_odds(rows.matrix), rows.labels) == pytest.approx((0, 1), abs=1e-4)


def steps(*log_odds: float) -> tuple[Rows, list[Term]]:
    """People with 0, 1, 2, ... visits, each of which adds so much to the log-odds."""
    random = np.random.default_rng(11)
    visits = random.integers(0, len(log_odds) + 1, 4_000)
    held = (visits[:, None] > np.arange(len(log_odds))).astype(float)
    labels = (random.random(4_000) < probability(-1 + held @ np.array(log_odds))).astype(float)
    terms = [Term(ATTRIBUTE, "visits", "gte", str(1 + cut)) for cut in range(len(log_odds))]
    return rows_of(sparse.csr_matrix(held), labels), terms


def test_a_step_against_the_others_stays_only_if_it_is_sure() -> None:
    path = [0, 1, 2]
    rows, terms = steps(1.0, -0.15, 0.8)
    assert fit(rows.matrix, rows.labels, path, 1.0, no_signs(3)).coefficients[1] < 0
    assert without_wobbles(terms, rows, no_signs(3), path, 1.0) == [0, 2]
    rows, terms = steps(1.0, -1.0, 0.8)
    assert without_wobbles(terms, rows, no_signs(3), path, 1.0) == path


def test_a_scorecard_has_as_many_terms_as_the_curve_asks_for() -> None:
    settings = choose_settings(random_rows(4_000, [1.5, -1.0, 0.8, *[0.0] * 27]), no_signs(30))
    assert settings.card_length == 15
    assert [length for length, _ in settings.curve][:2] == [5, 10]


def test_rates_that_drift_do_not_make_the_chances_timid() -> None:
    random = np.random.default_rng(5)
    people = np.arange(4_000.0)
    held = (random.random((4_000, 2)) < 0.4).astype(float)
    # Hardly any of the first convert, then many, then fewer; the terms tell the same all along.
    level = np.where(people < 2_000, -6.0, 1.0 - (people - 2_000) / 500)
    log_odds = level + held @ np.array([1.5, -1.0])
    labels = (random.random(4_000) < probability(log_odds)).astype(float)
    settings = choose_settings(rows_of(sparse.csr_matrix(held), labels, people), no_signs(2))
    assert settings.slope >= 1


def test_the_level_is_that_of_the_newest_days_on_which_enough_converted() -> None:
    """Old rates do not count, nor do days whose outcomes were not known yet."""
    days = np.repeat(np.arange(10), 1_000)
    # One in ten of the first days, one in four of days 6 to 8, all of the last.
    every = np.where(days < 6, 10, np.where(days < 9, 4, 1))
    labels = (np.arange(10_000) % every == 0).astype(float)
    rows = Rows(sparse.csr_matrix((10_000, 1)), labels, np.arange(10_000), days)
    settings = Settings(1, 1.0, 1.0)
    newest = learn(rows, no_signs(1), [], settings)
    assert probability(np.array([newest.intercept]))[0] == pytest.approx(1.0, abs=1e-3)
    known = learn(rows, no_signs(1), [], settings, known_by=8)
    assert probability(np.array([known.intercept]))[0] == pytest.approx(0.25, abs=1e-3)
    assert list(np.unique(days[newest_days(rows, known_by=8)])) == [8]


def test_a_few_conversions_from_before_anybody_kept_book_are_set_aside(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute(
        "create schema raw;"
        " create table raw.leads as select '2025-01-01' as created_at;"
        " create table raw.events as select '2026-06-01' as occurred_at;"
        " create table raw.outcomes as select 'Won ' as outcome, '2025-02-01' as occurred_at"
        " union all select 'won', '2026-01-' || lpad(cast(1 + i % 30 as varchar), 2, '0')"
        " from range(99) as days (i)"
    )
    assert history_of(connection, "won").conversions_from == date(2026, 1, 1)


def test_what_came_after_the_day_is_forgotten(connection: duckdb.DuckDBPyConnection) -> None:
    """A file that holds a later history teaches what a file that ends on the day teaches."""
    at = "select unnest(['2026-01-01', '2026-03-31T23:59:59Z', '2026-04-01', 'soon'])"
    connection.execute("create schema raw; set TimeZone = 'UTC'")
    connection.execute(f"create table raw.leads as {at} as created_at")
    connection.execute(f"create table raw.events as {at} as occurred_at")
    connection.execute(f"create table raw.outcomes as {at} as occurred_at, 'won' as outcome")
    forget_after(connection, date(2026, 3, 31))
    for table in ("leads", "events", "outcomes"):
        assert len(connection.execute(f"from raw.{table}").fetchall()) == 3  # unreadable ones stay
    assert history_of(connection, "won").last_record == date(2026, 3, 31)


def test_columns_need_enough_people_on_either_side_and_tell_something_new() -> None:
    half = [1] * 50 + [0] * 50
    rare = [1] * 20 + [0] * 80
    columns = matrix(half, half, rare, [1] * 100, half[::-1], [1, 0] * 50)
    rows = rows_of(columns, np.zeros(100))
    assert list(usable_columns(rows)) == [0, 5]


def test_many_rows_of_few_people_are_not_enough() -> None:
    rows = rows_of(matrix([1] * 50 + [0] * 50), np.zeros(100), np.arange(100.0) // 10)
    assert list(usable_columns(rows)) == []


def test_close_rates_are_drawn_towards_that_of_all() -> None:
    # 30 of 60 convert with the term, 10 of 140 without: 20 % of all. With 20 people more: 34 of 80.
    held = [1] * 60 + [0] * 140
    labels = np.array([1.0] * 30 + [0.0] * 30 + [1.0] * 10 + [0.0] * 130)
    rows = rows_of(matrix(held), labels)
    model = close_rate_model([Term(EVENT, "demo", "any")], rows, no_signs(1), 20)
    expected = np.log(0.425 / 0.575) - np.log(0.2 / 0.8)
    assert model.coefficients == pytest.approx([expected], abs=1e-4)
    assert model.intercept == pytest.approx(np.log(0.25))


# Figures


def test_auc_counts_ties_half_and_weights_as_often_as_they_say() -> None:
    scores, labels = np.array([1.0, 2.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0, 1.0])
    assert measure.auc(scores, labels) == pytest.approx(3.5 / 4)
    doubled = measure.auc(np.append(scores, 1.0), np.append(labels, 0.0))
    assert measure.auc(scores, labels, np.array([2.0, 1, 1, 1])) == pytest.approx(doubled)


def test_lift_takes_ties_at_the_edge_in_part() -> None:
    # The best tenth of 20 is 2 rows; 4 share the best score, 2 of them converted, of 2 in all.
    scores, labels = np.array([9.0] * 4 + [1.0] * 16), np.array([1.0, 1, 0, 0] + [0.0] * 16)
    assert measure.lift(scores, labels) == pytest.approx((1 / 2) / (2 / 20))


def test_intervals_draw_people_not_rows() -> None:
    random = np.random.default_rng(3)
    scores, labels = random.random(400), (random.random(400) < 0.4).astype(float)

    def width(people: Floats) -> float:
        (figure,) = measure.intervals(
            [lambda weights: measure.auc(scores, labels, weights)], people.astype(np.int64)
        )
        return figure.high - figure.low

    assert width(np.arange(400.0)) < width(np.arange(400.0) // 20)


# Points

VISITS = [Term(ATTRIBUTE, "visits", "gte", cut) for cut in ("1", "3", "8")]


def card(terms: list[Term], model: Model, held: sparse.csr_matrix, **decimals: int) -> Scorecard:
    labels = np.arange(held.shape[0]) % 2.0
    return make_scorecard(terms, model, held, labels, decimals=decimals, scale=(0, 100))


def rules_of(made: Scorecard) -> list[tuple[str, str, str, int]]:
    return [(r.component, r.term.operator, r.term.operand, r.points) for r in made.rules]


def test_cuts_become_bands_that_exclude_each_other() -> None:
    held = matrix([0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1])
    made = card(VISITS, Model(0, [0, 1, 2], np.array([1.0, 1.0, 2.0])), held)
    # From 0 to 4 log-odds: 25 points each, cut at the hundredths of four rows.
    bands = rules_of(made)
    assert [band[:3] for band in bands] == [
        ("fit", "between", "1|2"),
        ("fit", "between", "3|7"),
        ("fit", "gte", "8"),
    ]
    assert list(made.raw_scores(held)) == [0, *[band[3] for band in bands]]


def test_neighbouring_bands_with_the_same_points_are_one_rule() -> None:
    held = matrix([0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1])
    made = card(VISITS, Model(0, [0, 1, 2], np.array([2.0, 0.0, 2.0])), held)
    assert [rule[1:3] for rule in rules_of(made)] == [("between", "1|7"), ("gte", "8")]


def test_a_falling_shape_counts_from_its_lowest_band() -> None:
    held = matrix([0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1])
    made = card(VISITS, Model(0, [1], np.array([-2.0])), held)
    # Nobody is punished; who has no known number of visits stands as those below the first cut.
    assert [rule[:3] for rule in rules_of(made)] == [
        ("fit", "lte", "2"),
        ("fit", "is_missing", ""),
    ]
    points = made.rules[0].points
    assert list(made.raw_scores(held)) == [points, points, 0, 0]


def test_a_column_that_misses_none_has_no_rule_on_missing_values() -> None:
    held = matrix([0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1])
    model = Model(0, [1], np.array([-2.0]))
    labels = np.array([0.0, 1.0, 0.0, 1.0])
    for complete, operators in (
        (frozenset({"visits"}), ["lte"]),
        (frozenset(), ["lte", "is_missing"]),
    ):
        made = make_scorecard(
            VISITS, model, held, labels, decimals={}, scale=(0, 100), complete=complete
        )
        assert [rule.term.operator for rule in made.rules] == operators


def test_values_with_the_same_points_share_a_rule() -> None:
    terms = [Term(ATTRIBUTE, "source", "equals", value) for value in ("web", "fair", "mail")]
    held = matrix([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0])
    made = card(terms, Model(0, [0, 1, 2], np.array([1.0, 1.0, 2.0])), held)
    assert [rule[1:3] for rule in rules_of(made)] == [("in", "fair|web"), ("equals", "mail")]


def test_events_are_frequency_rules_and_what_speaks_against_is_negative() -> None:
    terms = [Term(EVENT, "demo", "any", within_days=7), Term(EVENT, "bounce", "any")]
    held = matrix([1, 0, 1, 0] * 30, [0, 0, 1, 0] * 30)
    made = card(terms, Model(0, [0, 1], np.array([2.0, -1.0])), held)
    assert {rule.component for rule in made.rules} >= {"engagement", "negative"}
    points = made.points(held)
    assert list(points["negative"][:4]) == [0, 0, made.rules[1].points, 0]
    assert list(points["engagement"][:4]) == [made.rules[0].points, 0, made.rules[0].points, 0]


def test_the_number_below_a_cut_has_the_decimals_of_the_column() -> None:
    assert [just_below("3", 0), just_below("3", 2), just_below("0.5", 1), just_below("0", 0)] == [
        "2",
        "2.99",
        "0.4",
        "-1",
    ]


def test_a_band_does_not_end_on_needless_digits() -> None:
    assert [just_below("2038", 9), just_below("1", 12), just_below("0.5", 3)] == [
        "2037.99",
        "0.99999",
        "0.499",
    ]


def test_a_cut_holds_the_share_it_should() -> None:
    points = np.array([0.0] * 50 + [10.0] * 30 + [40.0] * 20)
    assert [cut_for_share(points, share) for share in (0.2, 0.5, 0.45, 1.0)] == [40, 10, 10, 0]


STAGES = [
    {"stage": "nurture", "stage_rank": "0", "segment": "*", "min_score": "0", "exit_score": "0"},
    {"stage": "mql", "stage_rank": "20", "segment": "*", "min_score": "50", "exit_score": "42"},
    {"stage": "mql", "stage_rank": "20", "segment": "big", "min_score": "46", "exit_score": "38"},
    {"stage": "sql", "stage_rank": "30", "segment": "*", "min_score": "68", "exit_score": "58"},
]
GRADES = [
    {"axis": "fit", "grade": letter, "min_points": cut}
    for letter, cut in zip("ABC", ("36", "26", ""), strict=True)
]


def people_in(*stages: str) -> Frame:
    """Ten times so many people of one day, every other one in segment big."""
    count = 10 * len(stages)
    return cast(
        Frame,
        SimpleNamespace(
            days=np.zeros(count, dtype=int),
            stages=np.array(stages * 10),
            segments=np.array(["small", "big"] * (count // 2)),
            is_disqualified=np.zeros(count, dtype=bool),
            fit_points=np.array([0.0, 30.0, 40.0, 40.0] * (count // 4)),
            engagement_points=np.zeros(count),
        ),
    )


def test_stages_hold_as_many_people_as_now() -> None:
    frame = people_in("nurture", "nurture", "mql", "sql")
    scores = np.array([10.0, 10.0, 30.0, 60.0] * 10)
    assert stages_are_a_measure(STAGES, frame)
    rows = stage_rows(STAGES, frame, scores)
    assert [row["min_score"] for row in rows] == ["0", "30", "59", "60"]
    assert [row["exit_score"] for row in rows] == ["0", "22", "51", "50"]


@pytest.mark.parametrize("stages", [("nurture",) * 4, ("sql",) * 4, ("mql", "sql", "mql", "sql")])
def test_stages_rise_where_those_in_force_are_no_measure(stages: tuple[str, ...]) -> None:
    """A rulebook made for other data leaves stages empty; all cuts at 100 would help nobody."""
    frame = people_in(*stages)
    assert not stages_are_a_measure(STAGES, frame)
    for scores in (np.arange(40.0), np.zeros(40), np.array([0.0, 100.0] * 20)):
        cuts = [int(row["min_score"]) for row in stage_rows(STAGES, frame, scores)]
        assert 0 < cuts[1] < cuts[3] <= 100
        assert 0 < cuts[2] < cuts[3]
    rows = stage_rows(STAGES, frame, np.arange(40.0))
    assert np.mean(np.arange(40) >= int(rows[3]["min_score"])) == pytest.approx(0.16, abs=0.02)


def test_grades_rise_where_those_in_force_are_no_measure() -> None:
    frame = people_in("mql", "sql", "mql", "sql")
    points = {"fit": np.array([5.0, 10.0, 20.0, 20.0] * 10), "engagement": np.zeros(40)}
    assert [row["min_points"] for row in grade_rows(GRADES, frame, points)] == ["20", "10", ""]
    empty = people_in("mql", "sql", "mql", "sql")
    empty.fit_points[:] = 0
    for fit_points in (np.arange(40.0), np.zeros(40)):
        best, next_best, _ = grade_rows(GRADES, empty, points | {"fit": fit_points})
        assert int(best["min_points"]) > int(next_best["min_points"]) > 0
    best, *_ = grade_rows(GRADES, empty, points | {"fit": np.arange(40.0)})
    assert np.mean(np.arange(40) >= int(best["min_points"])) == pytest.approx(1 / 3, abs=0.02)


# What the user says


def test_training_csv_excludes_signals_and_forces_directions() -> None:
    treatments = read_treatments(
        [
            {"signal_type": "attribute", "signal": "Owner", "treatment": "exclude", "reason": ""},
            {"signal_type": "attribute", "signal": "visits", "treatment": "increasing"},
            {"signal_type": "event", "signal": "bounce", "treatment": "decreasing"},
        ]
    )
    assert treatments.excluded == {"owner"}
    terms = [
        VISITS[0],
        Term(ATTRIBUTE, "visits", "is_missing"),
        Term(EVENT, "bounce", "any", min_hits=2),
        Term(EVENT, "visits", "any"),
    ]
    assert list(treatments.signs(terms)) == [1, 0, -1, 0]


def test_names_of_terms_are_readable_and_unique() -> None:
    term = Term(EVENT, "page_view", "equals", "/pricing", 3, 7)
    assert term.name == "page_view_pricing_3x_7d"
    assert term.description == "Page view of /pricing, 3 times or more in the last 7 days"
    assert unique_ids(["a", "a", "b", "a"]) == ["a", "a_2", "b", "a_3"]


def test_a_directory_that_training_did_not_write_is_not_overwritten(tmp_path: Path) -> None:
    check_directory(tmp_path / "new")
    check_directory(tmp_path)
    (tmp_path / REPORT).write_text(f"# {FIRST_LINE}\n")
    check_directory(tmp_path)
    (tmp_path / REPORT).write_text("# Mine\n")
    with pytest.raises(UserError, match="training did not write"):
        check_directory(tmp_path)
