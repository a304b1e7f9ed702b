"""The command `advise`: the reports in words, in the terminal and as one HTML page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import click

from .. import options
from ..engines import MissingTableError, ReadWarehouse, warehouse_of
from ..errors import UserError
from ..learned_from import learned_until
from ..page import Page, Section, plain, write
from ..project import BUILD, dbt_target, project_vars, shown
from .cuts import customers_section, cuts_section, suggested, what_if_section
from .reports import ALL, Reports, read_reports
from .rules import rules_section
from .score import disagreement_section, score_section

_WIDEST = 120


@click.command()
@options.place(
    "out",
    "where the page goes (default: target/advise.html)",
    default=lambda: dbt_target() / "advise.html",
)
@options.scorecard
@options.target
def run(out: Path, scorecard: str, target: str) -> None:
    """Say which points would rank leads better, and where to cut."""
    path = out.absolute()
    if path.is_dir():
        raise UserError(f"OUT={shown(path)} is a directory; name a file in it.")
    warehouse = warehouse_of(target)
    try:
        reports = read_reports(warehouse, scorecard)
    except MissingTableError:
        raise UserError(f"there is no warehouse {warehouse.name} yet; run: {BUILD}") from None
    page = advice(reports, lambda: _tried(warehouse, reports.scorecard))
    width = min(shutil.get_terminal_size(fallback=(100, 24)).columns, _WIDEST)
    print(plain(page, width))
    print(f"As a page, with charts: {shown(write(path, page))}")


def _tried(warehouse: ReadWarehouse, scorecard: str) -> tuple[str, Section]:
    """What came of trying changes of points: a headline, and the section."""
    # Numerical packages are slow to import, and only needed here.
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    from .aside import opened  # noqa: PLC0415
    from .changes import changes_section, headline  # noqa: PLC0415
    from .history import read_history  # noqa: PLC0415
    from .trial import Needs, try_changes  # noqa: PLC0415

    settings = project_vars()
    needs = Needs(
        int(settings["train_min_conversions"]),
        int(settings["train_min_held_out_conversions"]),
        int(settings["min_group_size"]),
    )
    with opened(warehouse, scorecard) as connection, threadpool_limits(limits=1):
        known_until = learned_until(connection, scorecard)
        trial = try_changes(read_history(connection, scorecard, known_until), needs)
    return headline(trial), changes_section(trial, needs, known_until)


def advice(reports: Reports, tried: Callable[[], tuple[str, Section]]) -> Page:
    """The whole advice; where no outcome is known yet, what it waits for."""
    everywhere = [cut for cut in reports.cuts if cut.segment == ALL]
    sections: list[Section | None]
    if not everywhere:
        sentence = (
            "There is nothing to advise yet: no month end was scored whose conversion horizon"
            " (conversion_horizon_days of settings.csv) is over."
        )
        sections = []
    elif not everywhere[0].customers:
        sentence = (
            f"There is nothing to advise yet: none of {everywhere[0].leads:,} leads is known to"
            " have bought. Load outcomes, or let conversion_outcome of"
            " settings.csv name the one that counts."
        )
        sections = []
    else:
        changes, changes_section = tried()
        sentence = _headline(reports, changes)
        sections = [
            score_section(reports),
            changes_section,
            cuts_section(reports),
            what_if_section(reports),
            customers_section(reports),
            disagreement_section(reports),
            rules_section(reports),
        ]
    return Page(
        "Advice on the rulebook",
        sentence,
        [section for section in sections if section is not None],
        f"Scored as of {reports.as_of}. Leads are people in int_backtest: scored at a month end"
        " whose horizon is over, and not customers by then. Rates stand with their 95 % intervals."
        " The numbers are in marts.rule_performance, marts.threshold_analysis and"
        " marts.model_quality.",
    )


def _headline(reports: Reports, changes: str) -> str:
    best = suggested(reports.cuts)
    if best is None:
        return f"{changes}; the outcomes do not yet suggest a cut for sales."
    stages = ", ".join(
        f"{cut.current_stage} at {cut.cut:g}"
        for cut in reports.cuts
        if cut.segment == ALL and cut.current_stage is not None and cut is not reports.cuts[0]
    )
    return f"{changes}; the outcomes suggest a cut of {best.cut:g} for sales" + (
        f", where the rulebook has {stages}." if stages else "."
    )
