"""The queue: whom to call or write to, by when, and why; then who waits for no one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..page import Cell, Link, Mark, Page, Section, Table
from . import words
from .marts import LISTED, Marts

_COLUMNS = (
    "priority, person_id, lead_id, owner_id, queue_section, action, contact_channel, contact_note,"
    "due_local_at as due_at, time_zone, is_overdue, overdue_hours, segment, stage, score, grade,"
    "expected_value, sales_status, sales_status_on, reasons, is_holdout"
)
_HEADINGS = ["action", "due", "stage", "score", "lead", "owner", "sales status", "why"]
_STATUSES = {"none": "not yet seen"}
_TO_ACT_ON = "to act on"
Href = Callable[[str], str]


def queue(marts: Marts, href: Href, *, with_companies: bool) -> Page:
    """The page; href: the path to the page of a lead, by its lead_id."""
    rows = marts.rows("follow_up_queue", _COLUMNS, f"priority <= {LISTED}", "priority")
    counts = marts.rows(
        "follow_up_queue",
        "queue_section, action, count(*) as people,"
        "count(case when due_at is not null then 1 end) as due,"
        "count(case when is_overdue then 1 end) as late",
        order="min(priority)",
        group="queue_section, action",
    )
    zone = rows[0].time_zone if rows else "UTC"
    companies = {}
    if with_companies:
        found = marts.rows("lead_scores", "person_id, company_name", marts.told("person_id"))
        companies = {one.person_id: one.company_name for one in found}
    parts = [
        ("To act on now", [one for one in rows if one.queue_section == _TO_ACT_ON and one.due_at]),
        (
            "No due time: automatic programmes",
            [one for one in rows if one.queue_section == _TO_ACT_ON and not one.due_at],
        ),
    ]
    for name in dict.fromkeys(one.queue_section for one in rows):
        if name != _TO_ACT_ON:
            shown = name.capitalize()
            parts.append((shown, [one for one in rows if one.queue_section == name]))
    sections: list[Section] = []
    for heading, people in parts:
        if people or not sections:
            text = _NOTES.get(heading, "") if people else "Nobody waits: all due times are met."
            table = [_table(people, href, companies if with_companies else None)] if people else []
            title = f"{heading} ({len(people):,})"
            sections.append(Section(title, text, table, is_folded=bool(sections)))
    return Page(
        "Follow-up queue",
        _sentence(counts, sum(one.people for one in counts)),
        sections,
        "A lead marked as hold-out is one of those left to chance, by which we measure what calling"
        f" adds: do not call it. Due times are those of {zone}.",
        search="Find a lead, owner, stage or reason",
    )


_NOTES = {
    "To act on now": "From the top: the highest stage first, then the score. A lead's page says why"
    " it stands here and what becomes of it.",
}


def _sentence(counts: Sequence[Any], people: int) -> str:
    waiting = [
        words.plural(one.due, f"to {one.action}", f"to {one.action}")
        + (f" ({one.late:,} overdue)" if one.late else "")
        for one in counts
        if one.due
    ]
    rest = f" The first {LISTED:,} of {people:,} leads are listed." if people > LISTED else ""
    return f"Waiting: {', '.join(waiting) or 'nobody'}.{rest}"


def _table(people: Sequence[Any], href: Href, companies: dict[str, str] | None) -> Table:
    headings = [*_HEADINGS]
    if companies is not None:
        headings.insert(5, "company")
    # Where no amount of a sale is known, there is nothing to expect.
    has_value = any(one.expected_value is not None for one in people)
    if has_value:
        headings.insert(-1, "expected value")
    rows = []
    for one in people:
        cells: list[Cell] = [
            words.name(one.action),
            words.due(one.due_at, one.overdue_hours, is_overdue=one.is_overdue),
            words.name(one.stage),
            words.points(one.score),
            Link(one.lead_id, href(one.lead_id)),
            one.owner_id or "nobody",
            status(one.sales_status, one.sales_status_on),
            _why(one),
        ]
        if companies is not None:
            cells.insert(5, companies.get(one.person_id) or words.NONE)
        if has_value:
            value = one.expected_value
            cells.insert(-1, words.NONE if value is None else f"{round(value):,}")
        if one.is_holdout:
            cells[0] = Mark("hold-out", "odd")
        rows.append(cells)
    return Table(headings, rows, style="queue")


def status(sales_status: str, since: Any) -> str:
    """What sales said last, and when."""
    said = _STATUSES.get(sales_status, words.name(sales_status))
    return f"{said} ({words.day(since)})" if since else said


def _why(one: Any) -> str:
    note = f" Note: {one.contact_note}." if one.contact_note else ""
    return f"{one.reasons or ''}{note}".strip()
