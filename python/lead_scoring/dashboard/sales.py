"""What sales made of the leads: in time or late, taken or sent back, won, stuck, left to chance."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..page import Cell, Link, Page, Section, Table, charts
from . import words
from .marts import ALL, Marts

_STUCK, _ALERTS = 25, 25
_TODAY = "happened_on = (select max(scored_on) from marts.lead_scores)"


def sales(marts: Marts, told: Callable[[str], str]) -> Page:
    """The page; told: the path to a lead's page, empty where it has none."""
    feedback = marts.rows(
        "sales_feedback",
        "stage, segment, judged, accepted, rejected, acceptance_rate, acceptance_rate_low,"
        "acceptance_rate_high, is_enough, accepted_with_horizon_over, won, win_rate, win_rate_low,"
        "win_rate_high, is_enough_for_win_rate",
        f"segment = '{ALL}'",
        "judged desc, stage",
    )
    total = next((one for one in feedback if one.stage == ALL), None)
    sentence = "No lead that sales judged is in the reports yet."
    if total is not None:
        sentence = (
            f"Sales took {total.accepted:,} of the {total.judged:,} leads it judged and sent"
            f" {total.rejected:,} back."
        )
    sections = [
        _answers(marts),
        _feedback(feedback),
        _reasons(marts),
        _time(marts),
        _stuck(marts, told),
        _holdout(marts),
        _alerts(marts, told),
    ]
    return Page("Sales", sentence, [one for one in sections if one])


def stuck_and_alerted(marts: Marts) -> set[str]:
    """The leads that the page lists."""
    stuck = marts.rows("stuck_leads", "lead_id", order="score desc, lead_id", most=_STUCK)
    alerts = marts.rows(
        "lead_alerts", "lead_id", _TODAY, "score desc, lead_id, alert", most=_ALERTS
    )
    return {str(one.lead_id) for one in [*stuck, *alerts]}


def lead_cell(lead_id: str, told: Callable[[str], str]) -> Cell:
    """A lead, as a link where it has a page."""
    return Link(lead_id, told(lead_id)) if told(lead_id) else lead_id


def _answers(marts: Marts) -> Section | None:
    sums = (
        "sum(follow_ups) as follow_ups, sum(in_time) as in_time,"
        " sum(in_time + late + unanswered) as closed, sum(late) as late,"
        " sum(unanswered) as unanswered, sum(still_open) as still_open,"
        " sum(still_open_overdue) as overdue"
    )
    months = marts.rows(
        "sla_attainment",
        f"month_starts_on, {sums}",
        order="month_starts_on desc",
        group="month_starts_on",
    )
    if not months:
        return None
    owners = marts.rows("sla_attainment", f"owner_id, {sums}", order="owner_id", group="owner_id")
    columns = ["follow-ups", "in time", "late", "no answer", "still open", "of them overdue"]
    by_month = [[words.month(one.month_starts_on), *_answered(one)] for one in months]
    by_owner = [[one.owner_id, *_answered(one)] for one in owners]
    text = (
        "A follow-up is in time if sales records an outcome of the lead before its due time. It"
        " is counted out of the follow-ups that are no longer open. Months are those in which"
        " follow-ups fell due."
    )
    tables = [
        Table(["month", *columns], by_month, "By month"),
        Table(["owner", *columns], by_owner, "By owner, all months"),
    ]
    return Section("Are follow-ups on time?", text, tables)


def _answered(one: Any) -> list[str]:
    """The counts of follow-ups; those in time are out of those that are no longer open."""
    counts = (one.late, one.unanswered, one.still_open, one.overdue)
    in_time = f"{int(one.in_time):,} of {int(one.closed):,}" if one.closed else words.NONE
    return [f"{int(one.follow_ups):,}", in_time, *(f"{int(count):,}" for count in counts)]


def _feedback(feedback: list[Any]) -> Section | None:
    if not feedback:
        return None
    rows = [
        [
            words.name(one.stage),
            f"{one.accepted:,} of {one.judged:,}",
            words.rate(
                one.acceptance_rate,
                one.acceptance_rate_low,
                one.acceptance_rate_high,
                is_enough=one.is_enough,
            ),
            f"{one.won:,} of {one.accepted_with_horizon_over:,}",
            words.rate(
                one.win_rate,
                one.win_rate_low,
                one.win_rate_high,
                is_enough=one.is_enough_for_win_rate,
            ),
        ]
        for one in feedback
    ]
    columns = ["stage when judged", "taken", "share taken", "won of those taken", "win rate"]
    text = "Where there are too few cases for a rate, only its 95 % range is shown."
    return Section("Does sales take the leads?", text, [Table(columns, rows)])


def _reasons(marts: Marts) -> Section | None:
    reasons = marts.rows(
        "rejection_reasons",
        "reason, rejected, all_rejected, rejection_share, rejection_share_low,"
        "rejection_share_high, is_enough",
        f"segment = '{ALL}' and stage = '{ALL}'",
        "rejected desc, reason",
    )
    if not reasons:
        return None
    rows = [
        (
            f"{one.reason} ({one.rejected:,} of {one.all_rejected:,})",
            float(one.rejection_share) if one.is_enough else None,
            float(one.rejection_share_low),
            float(one.rejection_share_high),
        )
        for one in reasons
    ]
    return Section(
        "Why does sales send leads back?",
        charts=[charts.bars("Share of the leads sent back", rows)],
    )


def _time(marts: Marts) -> Section | None:
    times = marts.rows(
        "time_to_convert",
        "segment, measured_from, customers, p25_days, median_days, p75_days, p90_days, is_enough",
        order="measured_from, is_enough desc, customers desc, segment",
    )
    if not times:
        return None
    names = {"created": "the lead's creation", "mql": "the day it became an MQL"}
    rows = [
        [
            names.get(one.measured_from, words.name(one.measured_from)),
            words.name(one.segment),
            f"{one.customers:,}",
            words.number(one.median_days) if one.is_enough else "too few",
            f"{words.number(one.p25_days)} to {words.number(one.p75_days)}",
            words.number(one.p90_days),
        ]
        for one in times
    ]
    columns = [
        "from",
        "segment",
        "customers",
        "days (median)",
        "half of them",
        "nine of ten within",
    ]
    return Section("How long does it take to buy?", "", [Table(columns, rows)])


def _stuck(marts: Marts, told: Callable[[str], str]) -> Section:
    stuck = marts.rows(
        "stuck_leads",
        "lead_id, stage, days_in_stage, stuck_after_days, score, grade, last_engaged_on,is_holdout",
        order="score desc, lead_id",
        most=_STUCK,
    )
    people = marts.count("stuck_leads")
    if not stuck:
        return Section("Stuck leads", "None has been in its stage for too long.")
    rows: list[list[Cell]] = [
        [
            words.name(one.stage),
            f"{one.days_in_stage:,}",
            words.points(one.score),
            lead_cell(one.lead_id, told),
            words.day(one.last_engaged_on),
        ]
        for one in stuck
    ]
    columns = ["stage", "days in it", "score", "lead", "last engaged"]
    text = f"{words.plural(people, 'lead')} in a stage for longer than the limit."
    if people > _STUCK:
        text += f" The {_STUCK} with the highest score are listed."
    return Section("Stuck leads", text, [Table(columns, rows)])


def _holdout(marts: Marts) -> Section | None:
    effects = marts.rows(
        "holdout_effect",
        "stage, holdout_people, holdout_conversions, holdout_rate, holdout_rate_low,"
        "holdout_rate_high, rest_people, rest_conversions, rest_rate, rest_rate_low,"
        "rest_rate_high, is_enough, rate_difference, rate_difference_low, rate_difference_high,"
        "missing_holdout_people, weeks_to_go",
        f"segment = '{ALL}'",
        "rest_people desc, stage",
    )
    if not effects:
        return None
    rows = [
        [
            words.name(one.stage),
            f"{one.rest_conversions:,} of {one.rest_people:,}",
            words.rate(
                one.rest_rate, one.rest_rate_low, one.rest_rate_high, is_enough=one.is_enough
            ),
            f"{one.holdout_conversions:,} of {one.holdout_people:,}",
            words.rate(
                one.holdout_rate,
                one.holdout_rate_low,
                one.holdout_rate_high,
                is_enough=one.is_enough,
            ),
            words.rate(
                one.rate_difference,
                one.rate_difference_low,
                one.rate_difference_high,
                is_enough=one.is_enough,
            ),
        ]
        for one in effects
    ]
    columns = ["stage", "bought", "rate", "bought, hold-out", "rate, hold-out", "difference"]
    text = (
        "Leads of the hold-out are drawn by lot and left alone. A difference whose range contains 0"
        " may be chance."
    )
    missing = next((one for one in effects if one.stage == ALL), None)
    if missing and missing.missing_holdout_people:
        text += (
            " To tell an effect that is worth while, the hold-out lacks"
            f" {words.plural(missing.missing_holdout_people, 'lead')}"
        )
        if missing.weeks_to_go is not None:
            text += f": {words.plural(math.ceil(missing.weeks_to_go), 'week')} at the usual pace"
        text += "."
    return Section("What does following the score add?", text, [Table(columns, rows)])


def _alerts(marts: Marts, told: Callable[[str], str]) -> Section:
    alerts = marts.rows(
        "lead_alerts",
        "alert, happened_on, lead_id, owner_id, stage, score, next_action",
        _TODAY,
        "score desc, lead_id, alert",
        most=_ALERTS,
    )
    news = marts.count("lead_alerts", _TODAY)
    if not alerts:
        return Section("Alerts of the day", "None.")
    names = {"entered_stage": "entered its stage", "rising": "rising fast"}
    rows: list[list[Cell]] = [
        [
            names.get(one.alert, words.name(one.alert)),
            words.name(one.stage),
            words.points(one.score),
            lead_cell(one.lead_id, told),
            one.owner_id or "nobody",
            words.name(one.next_action),
        ]
        for one in alerts
    ]
    text = f"{words.plural(news, 'alert')} on {words.day(alerts[0].happened_on)}."
    if news > _ALERTS:
        text += f" The {_ALERTS} with the highest score are listed."
    columns = ["alert", "stage", "score", "lead", "owner", "next"]
    return Section("Alerts of the day", text, [Table(columns, rows)])
