"""The rulebook and the people, as a script would read them: plain Python over CSV and rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lead_scoring.project import ROOT

TRUE = ("true", "t", "yes", "y", "1")
EMAIL = re.compile(r"^[^@ ,;<>]+@[^@ ,;<>.]+([.][^@ ,;<>.]+)+$")
EVENT_COLUMNS = [
    "event_id",
    "event_type",
    "occurred_at",
    "lead_id",
    "email",
    "anonymous_id",
    "asset",
    "user_agent",
    "is_machine",
    "loaded_at",
]
LEAD_COLUMNS = [
    "lead_id",
    "created_at",
    "updated_at",
    "email",
    "is_deleted",
    "merged_into_lead_id",
    "company_name",
    "first_name",
    "last_name",
]
# What more companies, names or people share joins nobody.
MOST_COMPANIES, MOST_NAMES, MOST_PEOPLE = 3, 3, 5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rule:
    """One row of scoring_rules.csv on an event."""

    rule_id: str
    component: str
    segment: str
    signal: str
    operator: str
    operand: str
    points: float
    daily_cap: int | None
    max_points: float | None
    min_hits: int | None
    within_days: int | None
    decay: str
    decay_days: float
    decay_percent: float
    grace_days: float
    decay_clock: str
    expires_after_days: float | None

    @property
    def is_compared(self) -> bool:
        """Whether the rule is in the part of the score that is compared."""
        return self.segment == "*"

    def matches(self, event_type: str | None, asset: str | None) -> bool:
        """Whether a kind of event satisfies the rule."""
        return (event_type or "").strip().lower() == self.signal and holds(
            self.operator, self.operand, (asset or "").strip() or None
        )

    def weight(self, age: Floats, idle: Floats) -> Floats:
        """What is left of hits of that age, of people that have been idle so long."""
        days = np.maximum(0, (idle if self.decay_clock == "inactivity" else age) - self.grace_days)
        left: Floats = np.ones(len(days))
        if self.decay == "exponential":
            left = 0.5 ** (days / self.decay_days)
        elif self.decay == "linear":
            left = np.maximum(0, 1 - days / self.decay_days)
        elif self.decay == "step":
            left = np.maximum(0, 1 - self.decay_percent / 100 * np.floor(days / self.decay_days))
        if self.expires_after_days is not None:
            left = np.where(age > self.expires_after_days, 0.0, left)
        return left


def holds(operator: str, operand: str, value: str | None) -> bool:
    """Whether a text satisfies a condition on an event."""
    text = (value or "").lower()
    results = {
        "any": True,
        "is_missing": value is None,
        "is_present": value is not None,
        "equals": value is not None and text == operand,
        "not_equals": value is not None and text != operand,
        "in": value is not None and text in [item.strip() for item in operand.split("|")],
        "contains": value is not None and operand in text,
        "starts_with": value is not None and text.startswith(operand),
    }
    return results[operator]


def read_csv(rulebook: Path, name: str) -> list[dict[str, str]]:
    """The rows of a rulebook file."""
    with (rulebook / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def event_rules(rulebook: Path) -> list[Rule]:
    """The event rules; those of segments too, as their hits end an inactivity."""
    return [
        Rule(
            rule_id=row["rule_id"],
            component=row["component"],
            segment=row["segment"] or "*",
            signal=row["signal"].lower(),
            operator=row["operator"] or "any",
            operand=row["operand"].lower(),
            points=float(row["points"]),
            daily_cap=int(row["daily_cap"]) if row["daily_cap"] else None,
            max_points=float(row["max_points"]) if row["max_points"] else None,
            min_hits=int(row["min_hits"]) if row["min_hits"] else None,
            within_days=int(row["within_days"]) if row["within_days"] else None,
            decay=row["decay"] or "none",
            decay_days=float(row["decay_days"] or 1),
            decay_percent=float(row["decay_percent"] or 0),
            grace_days=float(row["grace_days"] or 0),
            decay_clock=row["decay_clock"] or "event",
            expires_after_days=float(row["expires_after_days"] or "inf"),
        )
        for row in read_csv(rulebook, "scoring_rules")
        if row["signal_type"] == "event"
    ]


def is_machine_agent(rulebook: Path, agents: Iterable[str | None]) -> list[str]:
    """Those of the user agents that belong to machines."""
    patterns = [
        (row["operator"] or "contains", row["operand"].lower())
        for row in read_csv(rulebook, "machine_agents")
    ]
    return [
        agent
        for agent in agents
        if agent is not None
        and any(holds(operator, operand, agent) for operator, operand in patterns)
    ]


@dataclass(frozen=True)
class Burst:
    """One row of machine_bursts.csv."""

    event_type: str
    max_gap_seconds: int
    min_hits: int
    min_assets: int


def burst_rules(rulebook: Path) -> list[Burst]:
    """What makes a run of hits a machine's."""
    return [
        Burst(
            event_type=row["event_type"].lower(),
            max_gap_seconds=int(row["max_gap_seconds"]),
            min_hits=int(row["min_hits"]),
            min_assets=int(row["min_assets"]),
        )
        for row in read_csv(rulebook, "machine_bursts")
    ]


class Lead(NamedTuple):
    """What is known of a lead on the day."""

    lead_id: str
    email: str | None  # a valid address
    merged_into: str | None
    is_deleted: bool
    updated_at: datetime | None
    company: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class People:
    """The primary lead of each lead and of each email address, and who is scored."""

    by_lead: dict[str, str]
    by_email: dict[str, str]
    scored: list[str]


def people(leads: Sequence[Lead]) -> People:
    """Leads with one email address, or joined by a merge, are one person."""
    parent = {lead.lead_id: lead.lead_id for lead in leads}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    counts_as = _meanings(leads)
    for lead in leads:
        is_own = lead.email is not None and counts_as[lead.email] == "person"
        for other in (f"mail {lead.email}" if is_own else None, lead.merged_into):
            if other is not None:
                parent.setdefault(other, other)
                parent[root(lead.lead_id)] = root(other)
    merged = {lead.merged_into for lead in leads if lead.merged_into}

    def rank(lead: Lead) -> tuple[bool, bool, bool, float, str]:
        is_root = lead.lead_id in merged and not lead.merged_into
        seconds = lead.updated_at.timestamp() if lead.updated_at else 0.0
        return lead.is_deleted, not is_root, lead.updated_at is None, -seconds, lead.lead_id

    primaries: dict[str, Lead] = {}
    for lead in leads:
        key = root(lead.lead_id)
        if key not in primaries or rank(lead) < rank(primaries[key]):
            primaries[key] = lead
    having: dict[str, set[str]] = {}
    for lead in leads:
        if lead.email and counts_as[lead.email] != "nobody":
            having.setdefault(lead.email, set()).add(primaries[root(lead.lead_id)].lead_id)
    return People(
        by_lead={lead.lead_id: primaries[root(lead.lead_id)].lead_id for lead in leads},
        by_email={email: min(ids) for email, ids in having.items() if len(ids) == 1},
        scored=[lead.lead_id for lead in primaries.values() if not lead.is_deleted],
    )


def _meanings(leads: Sequence[Lead]) -> dict[str, str]:
    """What each address counts as: as listed, else a mailbox if too many share it."""
    listed = _listed_addresses()
    companies: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for lead in leads:
        if lead.email:
            companies.setdefault(lead.email, set()).update(filter(None, [lead.company]))
            names.setdefault(lead.email, set()).update(filter(None, [lead.name]))
    return {
        email: _counts_as(email, listed)
        or (
            "mailbox"
            if len(companies[email]) > MOST_COMPANIES or len(names[email]) > MOST_NAMES
            else "person"
        )
        for email in companies
    }


def _listed_addresses() -> dict[str, str]:
    with (ROOT / "seeds" / "input" / "shared_addresses.csv").open(encoding="utf-8") as lines:
        return {row["address"].strip().lower(): row["counts_as"] for row in csv.DictReader(lines)}


def _counts_as(email: str, listed: dict[str, str]) -> str | None:
    """What an address is listed as: by itself, by its domain, by what comes before the @."""
    local_part, _, domain = email.partition("@")
    for name in (email, f"@{domain}", f"{local_part}@"):
        if name in listed:
            return listed[name]
    return None


def known_on(
    rows: Iterable[tuple[Any, ...]],
    as_of: date,
) -> list[Lead]:
    """Leads, rows of LEAD_COLUMNS, as they were known on the day."""
    rows = list(rows)
    created = {row[0]: row[1].date() for row in rows}
    leads: list[Lead] = []
    for lead_id, created_at, updated, email, deleted, merged_into, company, *names in rows:
        if created_at.date() > as_of:
            continue
        target = merged_into if merged_into != lead_id else None
        if target is not None and created.get(target, date.max) > as_of:
            target = None
        mail = (email or "").strip().lower()
        leads.append(
            Lead(
                lead_id=lead_id,
                email=mail if EMAIL.match(mail) else None,
                merged_into=target,
                is_deleted=(deleted or "").strip().lower() in TRUE,
                updated_at=updated,
                company=(company or "").strip().lower() or None,
                name=" ".join(name or "" for name in names).strip().lower() or None,
            )
        )
    return leads
