"""The dlt pipeline: rows go to a file in a directory of their own, and from there in batches."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..errors import UserError
from .rows import Row


def run_pipeline(
    name: str, rows: Iterable[Row], batch_size: int, send: Callable[[Sequence[Row]], None]
) -> None:
    """Send the rows in batches, one after the other; the first error that stops it is raised.

    The directory lasts as long as the run: what a run that broke off has left there is older than
    what the warehouse says now, and what was sent of it is known without it.
    """
    # dlt would take make's variable of that name, empty or not, for a setting of its own.
    os.environ.pop("FULL_REFRESH", None)
    import dlt  # noqa: PLC0415 - dlt is slow to import
    from dlt.common.destination.exceptions import DestinationTerminalException  # noqa: PLC0415
    from dlt.pipeline.exceptions import PipelineStepFailed  # noqa: PLC0415

    stopped: list[Exception] = []

    def crm(items: Any, table: Any) -> None:
        if stopped:
            raise DestinationTerminalException(str(stopped[0]))
        try:
            send([Row.of_item(item) for item in items])
        except Exception as error:
            stopped.append(error)
            # dlt would try the batch again; all that is worth another try has been tried.
            raise DestinationTerminalException(str(error)) from error

    destination = dlt.destination(
        crm,
        name="crm",
        batch_size=batch_size,
        loader_file_format="typed-jsonl",
        max_parallel_load_jobs=1,
        loader_parallelism_strategy="sequential",
    )
    resource = dlt.resource(
        (row.as_item() for row in rows),
        name="rows",
        columns={"values": {"data_type": "json"}},
    )
    with tempfile.TemporaryDirectory(prefix="lead_scoring_sync_") as directory:
        pipeline = dlt.pipeline(
            f"lead_scoring_{name}", pipelines_dir=directory, destination=destination()
        )
        try:
            pipeline.run(resource)
        except PipelineStepFailed as error:
            if not stopped:
                raise UserError(f"dlt could not go on ({error}).") from error
    if stopped:
        raise stopped[0]
