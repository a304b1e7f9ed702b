"""The command `dashboard`: draws the boards of charts/ with dbt-charts."""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ..engines import MissingTableError, engine_of, type_of
from ..engines.base import Engine
from ..errors import UserError
from ..loading import add_target
from ..project import dbt_target, shown
from ..scorecards import Scorecards, add_scorecard, of_scorecard
from ..sql import literal
from .boards import PHONE, board_names, write_project
from .site import write_site

_DCT = [sys.executable, "-m", "dbt_charts.cli.main"]


def add_parser(commands: Any) -> None:
    """Add the command `dashboard`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "dashboard", help="draw the dashboard as pages that work offline, or serve it live"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=os.environ.get("OUT") or dbt_target() / "dashboard",
        help="the directory the pages go to (OUT; default: target/dashboard)",
    )
    parser.add_argument(
        "--lead",
        default=os.environ.get("LEAD", ""),
        help="the lead whose story is drawn (LEAD; default: the top of the queue)",
    )
    parser.add_argument(
        "--serve", action="store_true", help="serve the boards live, with filters, until Ctrl-C"
    )
    parser.add_argument("--port", type=int, default=8787, help="where to serve (default: 8787)")
    add_scorecard(parser)
    add_target(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the pages, or serve the boards."""
    if importlib.util.find_spec("dbt_charts") is None:
        raise UserError("the package dbt-charts is not installed; run: make dashboard")
    out = options.out.absolute()
    if out.is_file():
        raise UserError(f"OUT={shown(out)} is a file; name a directory.")
    if type_of(options.target) == "spark":
        raise UserError(
            "make dashboard reads DuckDB and Postgres; on Spark let a BI tool read the marts"
            " (docs/guides/bi-tools.md)."
        )
    engine = engine_of(options.target)
    try:
        scorecards = Scorecards.of(engine.rows)
        scorecard = scorecards.choose(options.scorecard)
        lead = _lead_to_show(engine, scorecard, options.lead)
    except MissingTableError:
        raise UserError(f"there is no warehouse {engine.name} yet; run: make build") from None
    engine.run_dbt(["parse", "--quiet"])
    with tempfile.TemporaryDirectory(prefix="lead_scoring_") as directory:
        project = Path(directory)
        manifest = dbt_target() / "manifest.json"
        is_choice = len(scorecards.names) > 1
        write_project(
            project, manifest, options.target, scorecard, live=options.serve, is_choice=is_choice
        )
        if options.serve:
            return _serve(project, options.port)
        _draw(project, lead)
        pages = write_site(project / "drawn", out, lead)
    print(f"{pages} pages; open {shown(out / 'index.html')}")
    return 0


def _lead_to_show(engine: Engine, scorecard: str, asked: str) -> str:
    """The lead asked for, else the top of the queue; '' where the queue is empty."""
    wanted, is_shown = f"lead_id = {literal(asked)}", of_scorecard(scorecard)
    if not asked:
        top = engine.rows(
            f"select lead_id from marts.follow_up_queue where priority = 1 and {is_shown}"
        )
        return str(top[0][0]) if top else ""
    scored = engine.rows(f"select lead_id from marts.lead_scores where {wanted} and {is_shown}")
    primary = engine.rows(f"select primary_lead_id from marts.lead_duplicates where {wanted}")
    if not scored and primary:
        raise UserError(f"{asked} is a duplicate of {primary[0][0]}; name that one as LEAD.")
    if not scored:
        raise UserError(
            f"no person is scored under the lead_id {asked}; look for it in marts.lead_scores."
        )
    return asked


def _draw(project: Path, lead: str) -> None:
    names = [f"charts/{name}.yml" for name in board_names(project / "charts")]
    names += [f"charts/{PHONE}/{name}.yml" for name in board_names(project / "charts" / PHONE)]
    print(f"drawing {len(names)} pages, about a minute", flush=True)
    drawn = subprocess.run(
        [
            *_DCT,
            "render",
            *names,
            *("--output", "drawn/{dir}/{stem}.html"),
            *("--format", "html", "--no-cache", "--no-warnings"),
            *("--var", f"lead={lead}"),
        ],
        cwd=project,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if drawn.returncode != 0:
        print(drawn.stderr.strip(), file=sys.stderr)
        raise UserError("dbt-charts could not draw the boards, for the reasons above.")


def _serve(project: Path, port: int) -> int:
    command = [*_DCT, "serve", "--host", "127.0.0.1", "--port", str(port), "--no-cache"]
    with subprocess.Popen(command, cwd=project, env=_environment()) as server:
        # Whoever ends this process means the server.
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            server.wait()
        except KeyboardInterrupt:
            server.terminate()
    return 0


def _environment() -> dict[str, str]:
    """Nothing is sent to others, and no setting of the user's own dbt leads elsewhere."""
    left_out = {"DBT_PROFILES_DIR", "DBT_PROJECT_DIR", "DBT_TARGET_PATH", "DCT_PROJECT_DIR"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    return environment | {"DO_NOT_TRACK": "1", "DCT_NO_WORKSPACE_GUARD": "1", "NO_COLOR": "1"}
