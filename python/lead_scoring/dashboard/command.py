"""The command `dashboard`: writes the pages, or serves the boards of charts/ with dbt-charts."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from .. import options
from ..ahead import forecast
from ..engines import MissingTableError, ReadWarehouse, type_of, warehouse_of
from ..errors import UserError
from ..packages import install_packages
from ..project import BUILD, ROOT, TEAM, dbt_target, shown
from ..rulebook_directory import find_directory
from ..scorecards import Scorecards, of_scorecard
from ..sql import literal
from .boards import write_project
from .lead import Forecast, Leads
from .marts import Marts
from .pages import all_pages, named_leads
from .site import write_site

_DCT = [sys.executable, "-m", "dbt_charts.cli.main"]


@click.command()
@options.place(
    "out",
    "the directory the pages go to (default: target/dashboard)",
    default=lambda: dbt_target() / "dashboard",
)
@options.lead("one more lead to tell of, beside those in the queue")
@click.option("--serve", is_flag=True, help="serve the boards live, with filters, until Ctrl-C")
@click.option("--port", type=int, default=8787, help="where to serve (default: 8787)")
@options.without("companies", "leave out the names of companies")
@options.without("forecast", "do not say what becomes of a score if nothing happens")
@options.rulebook("the rulebook to score ahead with, where the warehouse was built with another")
@options.scorecard
@options.target
def run(
    *,
    out: Path,
    lead: str,
    serve: bool,
    port: int,
    without_companies: bool,
    without_forecast: bool,
    rulebook: str,
    scorecard: str,
    target: str,
) -> None:
    """Draw the dashboard as pages that work offline, or serve it live."""
    if serve and importlib.util.find_spec("dbt_charts") is None:
        raise UserError("the package dbt-charts is not installed; run: make dashboard-serve")
    out = out.absolute()
    if out.is_file():
        raise UserError(f"OUT={shown(out)} is a file; name a directory.")
    if serve and TEAM:
        raise UserError(
            "the live dashboard needs a clone of this project; without --serve the pages are"
            " written as files."
        )
    if type_of(target) == "spark":
        raise UserError(
            "the dashboard reads DuckDB and Postgres; on Spark let a BI tool read the marts"
            " (docs/guides/bi-tools.md)."
        )
    warehouse = warehouse_of(target)
    try:
        scorecards = Scorecards.of(warehouse.rows)
        scorecard = scorecards.choose(scorecard)
        _check_lead(warehouse, scorecard, lead)
    except MissingTableError:
        raise UserError(f"there is no warehouse {warehouse.name} yet; run: {BUILD}") from None
    if serve:
        _serve(warehouse, target, port, scorecard, is_choice=len(scorecards.names) > 1)
        return
    marts = Marts(warehouse, scorecard)
    named = named_leads(marts) | ({lead} if lead else set())
    marts = replace(marts, leads=sorted(named))
    is_told = not without_forecast and not TEAM and type_of(target) == "duckdb"
    ahead = _forecast(marts, rulebook) if is_told and scorecard == scorecards.in_force else {}
    leads = Leads(marts, ahead, not without_companies)
    others = [name for name in scorecards.names if name != scorecard]
    compared = others if scorecard == scorecards.in_force else []
    pages = all_pages(marts, compared, with_companies=not without_companies)
    told = write_site(out, pages, leads.pages())
    print(f"{len(pages)} pages and {told:,} leads; open {shown(out / 'index.html')}")


def _forecast(marts: Marts, rulebook: str) -> Forecast:
    """What becomes of the leads in the queue if nothing happens; a reason on the screen if not."""
    scores = marts.rows("lead_scores", "lead_id, score", marts.told("person_id"), "lead_id")
    if not scores:
        return {}
    print(f"scoring {len(scores):,} leads 90 days ahead, about half a minute", flush=True)
    now = {str(one.lead_id): float(one.score) for one in scores}
    try:
        install_packages()
        directory = str(find_directory(ROOT, rulebook).resolve()) if rulebook else ""
        found = forecast(now, marts.scorecard, directory)
    except UserError as error:
        print(f"Note: pages of leads do not say what happens next: {error}", file=sys.stderr)
        return {}
    if len(found) < len(now):
        print(
            f"Note: of {len(now) - len(found):,} leads the page does not say what happens next,"
            " as they score otherwise here than in the warehouse; was it built with another"
            " RULEBOOK or VARS? RULEBOOK=dir names the one to score ahead with."
        )
    return found


def _check_lead(warehouse: ReadWarehouse, scorecard: str, asked: str) -> None:
    """An error where the lead asked for has no score of its own."""
    is_shown = of_scorecard(scorecard)
    if not asked:
        warehouse.rows("select lead_id from marts.follow_up_queue limit 1")
        if not warehouse.rows(f"select lead_id from marts.lead_scores where {is_shown} limit 1"):
            raise UserError("nobody is scored in the warehouse, so there is nothing to show.")
        return
    wanted = f"lead_id = {literal(asked)}"
    scored = warehouse.rows(f"select lead_id from marts.lead_scores where {wanted} and {is_shown}")
    primary = warehouse.rows(f"select primary_lead_id from marts.lead_duplicates where {wanted}")
    if not scored and primary:
        raise UserError(f"{asked} is a duplicate of {primary[0][0]}; name that one as LEAD.")
    if not scored:
        raise UserError(
            f"no person is scored under the lead_id {asked}; look for it in marts.lead_scores."
        )


def _serve(
    warehouse: ReadWarehouse, target: str, port: int, scorecard: str, *, is_choice: bool
) -> None:
    warehouse.run_dbt(["parse", "--quiet"])
    with tempfile.TemporaryDirectory(prefix="lead_scoring_") as directory:
        project = Path(directory)
        manifest = dbt_target() / "manifest.json"
        write_project(project, manifest, target, scorecard, is_choice=is_choice)
        command = [*_DCT, "serve", "--host", "127.0.0.1", "--port", str(port), "--no-cache"]
        with subprocess.Popen(command, cwd=project, env=_environment()) as server:
            # Whoever ends this process means the server.
            signal.signal(signal.SIGTERM, lambda *_: server.terminate())
            try:
                server.wait()
            except KeyboardInterrupt:
                server.terminate()


def _environment() -> dict[str, str]:
    """Nothing is sent to others, and no setting of the user's own dbt leads elsewhere."""
    left_out = {"DBT_PROFILES_DIR", "DBT_PROJECT_DIR", "DBT_TARGET_PATH", "DCT_PROJECT_DIR"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    return environment | {"DO_NOT_TRACK": "1", "DCT_NO_WORKSPACE_GUARD": "1", "NO_COLOR": "1"}
