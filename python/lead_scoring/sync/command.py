"""The command `sync`: sends what changed to the destination that a file describes."""

from __future__ import annotations

import importlib.util
import os

import click

from .. import options
from ..engines import Database, warehouse_of
from ..errors import UserError
from ..project import TEAM
from .acknowledged import Acknowledged, open_acknowledged
from .crm import Crm
from .delivery import Delivery
from .http_client import Client
from .hubspot import HubSpot
from .pipeline import run_pipeline
from .rest import Rest
from .rows import Changes, find_changes, fingerprint
from .salesforce import Salesforce
from .settings import Settings, read_settings
from .sources import read_rows, scorecard_of
from .webhook import Webhook

CRMS: dict[str, type[Crm]] = {
    "hubspot": HubSpot,
    "salesforce": Salesforce,
    "rest": Rest,
    "webhook": Webhook,
}
_SHOWN_FAILURES = 10
_FEW_CLEARS = 10


@click.command()
@options.variable("destination", "a file of sync/ without its ending, or a .toml file of your own")
@options.dry_run
@options.target
def run(destination: str, dry_run: bool, target: str) -> None:
    """Send the scores that changed to a CRM, or alerts to a chat."""
    if importlib.util.find_spec("dlt") is None:
        cure = "pip install 'lead-scoring[sync]'" if TEAM else "make sync DESTINATION=..."
        raise UserError(f"the package dlt is not installed; run: {cure}")
    # dlt reads them when it is imported: nothing is sent to others, and errors are ours to report.
    os.environ |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL"}
    settings = read_settings(destination)
    warehouse = warehouse_of(target)
    scorecard = scorecard_of(warehouse, settings)
    # The same name with another address is another CRM, which knows nothing yet; the same goes for
    # another scorecard, which writes other fields.
    name = f"{settings.name} {scorecard} {fingerprint(settings.url, settings.object)[:8]}"
    with open_acknowledged(warehouse.beside, name) as acknowledged:
        _send(warehouse, settings, scorecard, acknowledged, is_trial=dry_run)


def _send(
    database: Database,
    settings: Settings,
    scorecard: str,
    acknowledged: Acknowledged,
    *,
    is_trial: bool,
) -> None:
    """Send, and tell in one sentence what became of the rows."""
    changes = find_changes(read_rows(database, settings, scorecard), acknowledged.all())
    print(
        f"Sync of scorecard {scorecard} to {settings.name}: {len(changes.upserts):,} rows to send,"
        f" {len(changes.clears) + len(changes.lost):,} to clear,"
        f" {changes.unchanged:,} unchanged",
        flush=True,
    )
    if is_trial:
        return
    _refuse_to_empty_the_crm(settings, changes)
    crm = CRMS[settings.kind](settings, Client(settings))
    delivery = Delivery(crm, acknowledged)
    try:
        if changes.count:
            rows = changes.among(read_rows(database, settings, scorecard))
            run_pipeline(settings.kind, rows, crm.batch_size, delivery.send)
    finally:
        _tell(delivery, changes)
    # Cleared and out of the table: of people who were erased nothing is to stay.
    acknowledged.forget_cleared(changes.gone)
    if delivery.failures:
        raise UserError(
            f"{len(delivery.failures):,} rows were not taken by {settings.name}, for the reasons"
            " above; the next sync sends them again."
        )


def _refuse_to_empty_the_crm(settings: Settings, changes: Changes) -> None:
    """Half an input file would look like leads that are gone."""
    most = max(_FEW_CLEARS, settings.max_clear_share * changes.shown)
    if changes.emptied > most:
        raise UserError(
            f"{changes.emptied:,} of the {changes.shown:,} leads that {settings.name} shows a score"
            " for would be cleared; check that the input is whole, and if it is, raise"
            " max_clear_share in the destination's file for this once."
        )


def _tell(delivery: Delivery, changes: Changes) -> None:
    failed = len(delivery.failures)
    waiting = changes.count - delivery.sent - delivery.cleared - failed
    print(
        f"{delivery.sent:,} sent, {delivery.cleared:,} cleared, {changes.unchanged:,} unchanged,"
        f" {failed:,} failed" + (f", {waiting:,} not tried" if waiting else "") + ".",
        flush=True,
    )
    for key, failure in list(delivery.failures.items())[:_SHOWN_FAILURES]:
        print(f"  {key}: {failure.reason}")
    if failed > _SHOWN_FAILURES:
        print(f"  ... and {failed - _SHOWN_FAILURES:,} more")
