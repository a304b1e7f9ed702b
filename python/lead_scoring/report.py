"""What a build shows at its end: where the warehouse is, what went in, and whom to act on now."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from datetime import date, datetime

from .contract import RARE
from .engines import Database
from .input_notes import note_lines
from .page import table_lines
from .rulebook_warnings import warning_lines
from .scorecards import Scorecards, of_scorecard

LEADS_SHOWN = 10
STALE_AFTER_DAYS = 30
HOURS_SHOWN = 48  # more hours of delay are shown as days
_QUEUE_HEADINGS = ("lead_id", "owner", "action", "due", "stage", "reasons")
_HEADINGS = ("lead_id", "score", "grade", "stage", "top_reasons")
_LONGEST_ID = 36


def print_report(database: Database, name: str, custom_columns: Sequence[str] = ()) -> None:
    """Print the report of a warehouse, and what it is called.

    custom_columns: the columns of leads that the contract does not know.
    """
    scorecards = Scorecards.of(database.rows)
    is_shown = of_scorecard(scorecards.in_force)
    ((scored_on, scored),) = database.rows(
        f"select max(scored_on), count(*) from marts.lead_scores where {is_shown}"
    )
    ((newest,),) = database.rows(
        "select max(newest) from (select max(created_on) as newest from staging.stg_leads"
        " union all select max(occurred_on) from intermediate.int_event_hits_daily) as days",
    )
    counts = database.rows(
        "select source_table, raw_rows, usable_rows, duplicate_rows, rejected_rows"
        " from marts.input_reconciliation"
        " order by case source_table when 'leads' then 1 when 'events' then 2 else 3 end,"
        " source_table"
    )
    print(f"\nWarehouse  {name}")
    print(f"Scored     {scored:,} people as of {scored_on}")
    for line in _history(database, scorecards.in_force):
        print(line)
    if scorecards.names[1:]:
        print(f"Next to it {', '.join(scorecards.names[1:])}; see marts.rulebook_diff_summary")
    for table, raw, usable, duplicates, rejected in counts:
        if table in RARE and not raw:
            continue
        copies = "duplicate" if duplicates == 1 else "duplicates"
        print(
            f"{table:<9}  {usable:,} of {raw:,} rows used"
            f" ({duplicates:,} {copies}, {rejected:,} rejected)"
        )
    if any(row[4] for row in counts):
        print("           reasons: select * from marts.rejected_records")
    if isinstance(newest, date) and isinstance(scored_on, date):
        silent_days = (scored_on - newest).days
        if silent_days > STALE_AFTER_DAYS:
            print(
                f"Note       the newest event or lead is {silent_days:,} days older than the"
                f" scoring day, so most points have faded; AS_OF={newest} scores as of then"
            )
    width = shutil.get_terminal_size(fallback=(100, 24)).columns
    for line in (
        *note_lines(database, width, custom_columns),
        *warning_lines(database, width),
        *_leads_to_act_on(database, is_shown, width),
    ):
        print(line)


def _history(database: Database, scorecard: str) -> list[str]:
    """Since when each day is scored, and what is known of the time before."""
    days = [
        date.fromisoformat(str(day)[:10])
        for (day,) in database.rows(
            "select scored_on from intermediate.int_scoring_dates where is_kept"
            f" and {of_scorecard(scorecard)} order by scored_on desc"
        )
    ]
    if not days[1:]:
        return []
    in_a_row = next(
        (place for place, day in enumerate(days) if (days[0] - day).days != place), len(days)
    )
    earlier = len(days) - in_a_row
    before = f", and {earlier:,} {'day' if earlier == 1 else 'days'} from {days[-1]} on"
    if in_a_row > 1:
        return [f"History    each day from {days[in_a_row - 1]} on{before if earlier else ''}"]
    return [
        f"History    {earlier:,} {'day' if earlier == 1 else 'days'} from {days[-1]} on, not each"
        " day: stages of the days between are not",
        "           known; VARS='{history_days: 90}' scores the last 90 days too",
    ]


def _leads_to_act_on(database: Database, is_shown: str, width: int) -> list[str]:
    is_to_act_on = f"{is_shown} and queue_section = 'to act on'"
    actions = database.rows(
        "select action, count(*), count(case when is_overdue then 1 end)"
        f" from marts.follow_up_queue where {is_to_act_on} group by action order by min(priority)"
    )
    if not actions:
        return _best_leads(database, is_shown, width)
    queue = database.rows(
        "select lead_id, owner_id, action, due_at, overdue_hours, stage, reasons"
        f" from marts.follow_up_queue where {is_to_act_on}"
        f" order by priority limit {LEADS_SHOWN}"
    )
    counts = [
        f"{people:,} {_plain(action)}" + (f" ({overdue:,} overdue)" if overdue else "")
        for action, people, overdue in actions
    ]
    rows = [
        _printable(lead_id, owner or "-", action, _due(due_at, hours), stage, reasons or "")
        for lead_id, owner, action, due_at, hours, stage, reasons in queue
    ]
    return [
        f"\nLeads to act on now (marts.follow_up_queue): {', '.join(counts)}\n",
        *table_lines(_QUEUE_HEADINGS, rows, width),
    ]


def _best_leads(database: Database, is_shown: str, width: int) -> list[str]:
    best = database.rows(
        "select lead_id, round(score), grade, stage, top_reasons from marts.lead_scores"
        f" where {is_shown} and sales_status = 'none'"
        f" order by is_disqualified, score desc, lead_id limit {LEADS_SHOWN}"
    )
    rows = [
        _printable(lead_id, f"{score:.0f}", grade, stage, reasons or "")
        for lead_id, score, grade, stage, reasons in best
    ]
    ((unreachable,),) = database.rows(
        "select count(*) from marts.follow_up_queue"
        f" where {is_shown} and queue_section = 'no way to reach'"
    )
    unreached = f", no open channel for {unreachable:,}" if unreachable else ""
    return [
        f"\nNobody to act on now (marts.follow_up_queue){unreached}. Best leads that sales has not"
        " seen (marts.lead_scores)\n",
        *table_lines(_HEADINGS, rows, width),
    ]


def _due(due_at: object, overdue_hours: object) -> str:
    if not isinstance(due_at, datetime):
        return "-"
    if overdue_hours is None:
        return f"{due_at:%Y-%m-%d %H:%M}"
    hours = float(str(overdue_hours))
    return f"{hours:.0f} h late" if hours < HOURS_SHOWN else f"{hours / 24:.0f} days late"


def _plain(cell: object) -> str:
    # Cells come from outside: nothing in them may steer the terminal.
    return "".join(c if c.isprintable() else " " for c in str(cell))


def _printable(*cells: object) -> list[str]:
    texts = [_plain(cell) for cell in cells]
    return [textwrap.shorten(texts[0], _LONGEST_ID, placeholder="...") or "-", *texts[1:]]
