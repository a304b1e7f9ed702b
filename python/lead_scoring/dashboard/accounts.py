"""Companies by what their people do together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..page import Cell, Page, Section, Table, charts
from . import words
from .marts import Marts
from .sales import lead_cell

_LISTED, _CHARTED = 50, 10
_ORDER = "score desc, account_id"
_SMALL = 0.05  # points that are shown as 0.0


def best_leads(marts: Marts) -> set[str]:
    """The leads that the page lists."""
    found = marts.rows("account_scores", "best_lead_id", order=_ORDER, most=_LISTED)
    return {str(one.best_lead_id) for one in found if one.best_lead_id}


def accounts(marts: Marts, told: Callable[[str], str], *, with_companies: bool) -> Page:
    """The page; told: the path to a lead's page, empty where it has none."""
    found = marts.rows(
        "account_scores",
        "account_id, account_name, score, is_target_account, people, engaged_people,"
        "departments_engaged, seniorities_engaged, best_lead_id, best_stage",
        order=_ORDER,
        most=_LISTED,
    )
    people = marts.count("account_scores")
    warm = marts.count("account_scores", "engaged_people > 1")

    def shown(one: object) -> str:
        name = getattr(one, "account_name", None) or getattr(one, "account_id", "")
        return str(name) if with_companies else f"account of {getattr(one, 'best_lead_id', '')}"

    gains = _gains(marts)
    gained = {account: points for account, (points, _) in gains.items()}
    rows: list[list[Cell]] = [
        [
            shown(one),
            words.points(one.score),
            f"+{words.points(gained[one.account_id])}" if one.account_id in gained else words.NONE,
            words.name(one.best_stage),
            f"{one.engaged_people:,} of {one.people:,}",
            f"{one.departments_engaged:,}",
            f"{one.seniorities_engaged:,}",
            "target" if one.is_target_account else words.NONE,
            lead_cell(one.best_lead_id, told) if one.best_lead_id else words.NONE,
        ]
        for one in found
    ]
    columns = [
        "company", "score", "gained in 7 days", "best stage", "people engaged", "departments",
        "seniorities", "target list", "best lead",
    ]  # fmt: skip
    warming = sorted(gains.values(), key=lambda gain: -gain[0])[:_CHARTED]
    top = [(shown(one), points, None, None) for points, one in warming]
    drawn = charts.bars("Points that their people gained in 7 days", top, words.points)
    text = (
        "Several people of one company, in several departments, are a better sign than one busy"
        " person."
    )
    if people > _LISTED:
        text += f" The first {_LISTED} of {people:,} are listed."
    sections = [
        Section(
            "Which are warming up?",
            "" if top else "No account has gained points in the last 7 days.",
            charts=[drawn] if top else [],
        ),
        Section("Accounts", text, [Table(columns, rows)]),
    ]
    sentence = (
        f"{words.plural(warm, 'company has', 'companies have')} two or more people engaged,"
        f" of {people:,}."
    )
    return Page("Accounts", sentence, sections)


def _gains(marts: Marts) -> dict[str, tuple[float, Any]]:
    """By account: the points that its people gained in 7 days, and the row of the account."""
    rising = marts.rows(
        "lead_scores",
        "person_id, score_change_7d",
        "score_change_7d > 0 and not is_disqualified",
        "person_id",
    )
    gained = {one.person_id: float(one.score_change_7d) for one in rising}
    points: dict[str, float] = {}
    for one in marts.rows("account_people", "account_id, person_id", order="account_id, person_id"):
        if one.person_id in gained:
            points[one.account_id] = points.get(one.account_id, 0.0) + gained[one.person_id]
    named = marts.rows("account_scores", "account_id, account_name, best_lead_id", order=_ORDER)
    return {
        one.account_id: (points[one.account_id], one)
        for one in named
        if points.get(one.account_id, 0.0) >= _SMALL
    }
