"""A small company whose sales follow from who its leads are and what they do."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from .random_world import Row, write_csv

FIRST_DAY = date(2025, 1, 1)
TITLES = ("VP Marketing", "Marketing Manager", "Sales Director", "Student", "Intern", None)
SIZES = ("20", "60", "400", "3000", None)
DEEDS = ("page_view", "content_download", "demo_request", "webinar_attend", "email_open")
ASSETS = {"page_view": "/pricing", "content_download": "whitepaper-crm"}
LEAD_COLUMNS = ("lead_id", "created_at", "email", "job_title", "employee_count", "updated_at")
EVENT_COLUMNS = ("event_id", "event_type", "occurred_at", "lead_id", "asset")
OUTCOME_COLUMNS = ("outcome_id", "lead_id", "outcome", "occurred_at", "amount")


@dataclass
class SalesWorld:
    """Raw rows, and the day on which each customer bought."""

    leads: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    bought_on: dict[str, date] = field(default_factory=dict)

    def write(self, directory: Path) -> Path:
        """Write the input; a lead, an event and an outcome to a line."""
        directory.mkdir(parents=True, exist_ok=True)
        for name, columns, rows in self._files():
            write_csv(directory / f"{name}.csv", columns, rows)
        return directory

    def _files(self) -> Iterable[tuple[str, Sequence[str], list[Row]]]:
        yield "leads", LEAD_COLUMNS, self.leads
        yield "events", EVENT_COLUMNS, self.events
        yield "outcomes", OUTCOME_COLUMNS, self.outcomes

    def add_event(self, lead_id: str, event_type: str, day: date) -> None:
        """One deed of a person."""
        self.events.append(
            {
                "event_id": f"E{len(self.events)}",
                "event_type": event_type,
                "occurred_at": f"{day}T10:00:00Z",
                "lead_id": lead_id,
                "asset": ASSETS.get(event_type),
            }
        )

    def add_outcome(self, lead_id: str, outcome: str, day: date) -> None:
        """One word of sales on a person."""
        self.outcomes.append(
            {
                "outcome_id": f"O{len(self.outcomes)}",
                "lead_id": lead_id,
                "outcome": outcome,
                "occurred_at": f"{day}T16:00:00Z",
                "amount": "100" if outcome == "won" else None,
            }
        )


def sales_world(people: int, days: int, seed: int = 1) -> SalesWorld:
    """People who come over some days, act for two months, and buy the likelier the more they do."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    world = SalesWorld()
    for number in range(people):
        lead_id, came_on = f"L{number}", FIRST_DAY + timedelta(days=chance.randrange(days))
        title = chance.choice(TITLES)
        world.leads.append(
            {
                "lead_id": lead_id,
                "created_at": came_on.isoformat(),
                "email": f"person{number}@company{number}.example",
                "job_title": title,
                "employee_count": chance.choice(SIZES),
                "updated_at": came_on.isoformat(),
            }
        )
        deeds = chance.choice((0, 0, 1, 2, 5))
        for _ in range(deeds):
            day = came_on + timedelta(days=chance.randrange(60))
            world.add_event(lead_id, chance.choice(DEEDS), day)
        decided_on = came_on + timedelta(days=chance.randrange(10, 150))
        if chance.random() < 0.08 + 0.08 * deeds + (0.2 if title in TITLES[:3] else 0):
            world.bought_on[lead_id] = decided_on
            world.add_outcome(lead_id, "won", decided_on)
        elif chance.random() < 0.3:
            world.add_outcome(lead_id, chance.choice(("lost", "rejected")), decided_on)
    return world
