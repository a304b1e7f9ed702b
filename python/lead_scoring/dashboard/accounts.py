"""Companies by what their people do together."""

from __future__ import annotations

from collections.abc import Callable

from ..page import Cell, Page, Section, Table, charts
from ..page.charts import number
from . import words
from .marts import Marts
from .sales import lead_cell

_LISTED, _CHARTED = 50, 10


def accounts(marts: Marts, told: Callable[[str], str], *, with_companies: bool) -> Page:
    """The page; told: the path to a lead's page, empty where it has none."""
    found = marts.rows(
        "account_scores",
        "account_id, account_name, score, is_target_account, people, engaged_people,"
        "departments_engaged, seniorities_engaged, best_lead_id, best_stage",
        order="score desc, account_id",
        most=_LISTED,
    )
    people = marts.count("account_scores")
    warm = marts.count("account_scores", "engaged_people > 1")

    def shown(one: object) -> str:
        name = getattr(one, "account_name", None) or getattr(one, "account_id", "")
        return str(name) if with_companies else f"account of {getattr(one, 'best_lead_id', '')}"

    rows: list[list[Cell]] = [
        [
            shown(one),
            number(float(one.score)),
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
        "company", "score", "best stage", "people engaged", "departments", "seniorities",
        "target list", "best lead",
    ]  # fmt: skip
    top = [(shown(one), float(one.score), None, None) for one in found[:_CHARTED]]
    text = (
        "Several people of one company, in several departments, are a better sign than one busy"
        " person."
    )
    if people > _LISTED:
        text += f" The first {_LISTED} of {people:,} are listed."
    sections = [
        Section("The warmest", charts=[charts.bars("Account score", top, number)]),
        Section("Accounts", text, [Table(columns, rows)]),
    ]
    sentence = (
        f"{words.plural(warm, 'company has', 'companies have')} two or more people engaged,"
        f" of {people:,}."
    )
    return Page("Accounts", sentence, sections)
