"""What a build shows at its end: where the warehouse is, what went in, and the best leads."""

from __future__ import annotations

import shutil
import textwrap
from datetime import date

from .contract import IDENTITIES
from .engines import Database
from .page import table_lines
from .rulebook_warnings import warning_lines
from .scorecards import Scorecards, of_scorecard

LEADS_SHOWN = 10
STALE_AFTER_DAYS = 30
_HEADINGS = ("lead_id", "score", "grade", "stage", "top_reasons")
_LONGEST_ID = 36


def print_report(database: Database, name: str) -> None:
    """Print the report of a warehouse, and what it is called."""
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
        " order by case source_table when 'leads' then 1 when 'events' then 2 else 3 end"
    )
    best = database.rows(
        "select lead_id, round(score), grade, stage, top_reasons from marts.lead_scores"
        f" where {is_shown} order by is_disqualified, score desc, lead_id limit {LEADS_SHOWN}"
    )
    print(f"\nWarehouse  {name}")
    print(f"Scored     {scored:,} people as of {scored_on}")
    if scorecards.names[1:]:
        print(f"Next to it {', '.join(scorecards.names[1:])}; see marts.rulebook_diff_summary")
    for table, raw, usable, duplicates, rejected in counts:
        if table == IDENTITIES.name and not raw:
            continue
        print(
            f"{table:<9}  {usable:,} of {raw:,} rows used"
            f" ({duplicates:,} duplicates, {rejected:,} rejected)"
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
    for line in warning_lines(database, width):
        print(line)
    print("\nBest leads (marts.lead_scores)\n")
    for line in table_lines(_HEADINGS, [_texts(row) for row in best], width):
        print(line)


def _texts(row: tuple[object, ...]) -> list[str]:
    lead_id, score, grade, stage, reasons = row
    # Cells come from outside: nothing in them may steer the terminal.
    cells = [str(lead_id), f"{score:.0f}", str(grade), str(stage), str(reasons or "")]
    printable = ["".join(c if c.isprintable() else " " for c in cell) for cell in cells]
    return [textwrap.shorten(printable[0], _LONGEST_ID, placeholder="...") or "-", *printable[1:]]
