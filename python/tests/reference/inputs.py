"""From raw rows to usable ones, from leads to people, from events to the people they belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar

from .rulebook import (
    Burst,
    Cells,
    Override,
    Part,
    Rule,
    Rulebook,
    Term,
    boolean,
    is_valid_email,
    matches,
    meaning_of_title,
    normalised,
    plain_number,
    text,
)

T = TypeVar("T")

LONG_AGO = datetime.min.replace(tzinfo=UTC)
MIDNIGHT = (0, 0, 0, 0)
WORDS_FOR_MISSING = ("null", "(null)", "\\n", "nan", "none", "n/a", "#n/a")
# A budget of none is a value.
BANT = ("budget", "authority", "need", "timeline")
# Of shared_addresses.csv what the worlds have: those of several people, and those of nobody.
MAILBOXES = ("info@", "sales@")
MADE_UP = ("noemail@", "@noemail.com")
MOST_COMPANIES, MOST_NAMES, MOST_PEOPLE = 3, 3, 5
OUTCOMES = ("accepted", "rejected", "opportunity", "lost", "won")
TIMESTAMP = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?"
    r"\s*(?:[Zz]|(?P<sign>[+-])(?P<offset_hours>\d\d):?(?P<offset_minutes>\d\d)?)?)?"
)


def read_timestamp(cell: str | None) -> datetime | None:
    """An ISO 8601 timestamp, with or without offset, as UTC; None where it is none."""
    found = TIMESTAMP.fullmatch(text(cell) or "")
    if not found:
        return None
    part = {name: value or "0" for name, value in found.groupdict().items()}
    try:
        local = datetime.fromisoformat(part["day"]).replace(
            hour=int(part["hour"]),
            minute=int(part["minute"]),
            second=int(part["second"]),
            microsecond=int(part["fraction"].ljust(6, "0")[:6]),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    offset = timedelta(hours=int(part["offset_hours"]), minutes=int(part["offset_minutes"]))
    return local + offset if part["sign"] == "-" else local - offset


@dataclass(frozen=True)
class Identity:
    """A further address or cookie of a lead, from a moment on or always."""

    lead_id: str
    kind: str
    value: str
    since: datetime | None

    def is_known(self, day: date) -> bool:
        """Whether it is the lead's on a day."""
        return self.since is None or self.since.date() <= day


@dataclass(frozen=True)
class Lead:
    """A usable row of leads; `cells` holds every column as it was delivered."""

    lead_id: str
    created_at: datetime
    updated_at: datetime | None
    email: str | None
    is_deleted: bool
    merged_into_lead_id: str | None
    cells: Cells
    first_created_on: date | None = None
    identities: tuple[Identity, ...] = ()

    @property
    def company(self) -> str | None:
        """The name of the company as two leads are compared by it."""
        return normalised(self.cells.get("company_name"))

    @property
    def full_name(self) -> str | None:
        """The name as two leads are compared by it."""
        parts = (text(self.cells.get(name)) or "" for name in ("first_name", "last_name"))
        return normalised(" ".join(parts))

    @property
    def age(self) -> tuple[date, str]:
        """The first lead of a person has the least: the day it was created, as first known."""
        return self.first_created_on or self.created_at.date(), self.lead_id


@dataclass(frozen=True)
class Event:
    """A usable row of events; `email` is normalised, and None where it identifies nobody."""

    event_id: str
    event_type: str
    occurred_at: datetime
    lead_id: str | None
    email: str | None
    anonymous_id: str | None
    asset: str | None
    channel: str | None
    campaign: str | None
    url: str | None
    value: str | None
    """The number, written plainly: 30, not 30.0."""
    user_agent: str | None
    is_flagged: bool

    @property
    def day(self) -> date:
        """The UTC day of the event."""
        return self.occurred_at.date()


def event_matches(asked: Rule | Part | Override | Term, event: Event) -> bool:
    """Whether an event is of the type asked for and its field passes; `any` asks nothing of it."""
    if event.event_type != asked.signal:
        return False
    if asked.operator == "any":
        return True
    field = getattr(asked, "field", "asset")
    operand = asked.operand
    if field == "value" and asked.operator in ("equals", "not_equals"):
        operand = plain_number(operand) or operand
    return matches(asked.operator, operand, getattr(event, field))


@dataclass(frozen=True)
class Outcome:
    """A usable row of outcomes; `lead_id` is None where it names nobody's lead or address."""

    outcome_id: str
    lead_id: str | None
    outcome: str
    occurred_at: datetime

    @property
    def day(self) -> date:
        """The UTC day of the outcome."""
        return self.occurred_at.date()


@dataclass(frozen=True)
class Table(Generic[T]):
    """The usable rows of one raw table and how many rows were not usable, or a second copy."""

    usable: tuple[T, ...]
    rejected: int
    duplicates: int


@dataclass(frozen=True)
class Person:
    """Leads that are one person on some day; the first is the primary, then by rank."""

    leads: tuple[Lead, ...]
    person_id: str = ""

    @property
    def lead_id(self) -> str:
        """The primary lead's id, by which the CRM knows the person."""
        return self.leads[0].lead_id

    @property
    def is_deleted(self) -> bool:
        """Whether every lead of the person is deleted."""
        return all(lead.is_deleted for lead in self.leads)


def clean_leads(rows: Iterable[Cells], identities: Iterable[Cells] = ()) -> Table[Lead]:
    """Leads with an id and a creation time; of several with one id the latest updated."""
    further = defaultdict(list)
    for identity in clean_identities(identities).usable:
        further[identity.lead_id].append(identity)

    def read(row: Cells) -> tuple[str, datetime, Lead] | None:
        lead_id, created_at = text(row.get("lead_id")), read_timestamp(row.get("created_at"))
        if lead_id is None or created_at is None:
            return None
        updated_at = read_timestamp(row.get("updated_at"))
        email = normalised(row.get("email"))
        lead = Lead(
            lead_id=lead_id,
            created_at=created_at,
            updated_at=updated_at,
            email=email if is_valid_email(email) else None,
            is_deleted=boolean(row.get("is_deleted")) is True,
            merged_into_lead_id=text(row.get("merged_into_lead_id")),
            cells=row,
            identities=tuple(further[lead_id]),
        )
        return lead_id, updated_at or LONG_AGO, lead

    return _one_per_key(rows, read, keep_latest=True)


def clean_events(rows: Iterable[Cells]) -> Table[Event]:
    """Events with id, type, time and somebody they belong to; of copies the first to arrive."""

    def read(row: Cells) -> tuple[str, datetime, Event] | None:
        event_id, event_type = text(row.get("event_id")), text(row.get("event_type"))
        occurred_at = read_timestamp(row.get("occurred_at"))
        belongs_to = [text(row.get(key)) for key in ("lead_id", "email", "anonymous_id")]
        if event_id is None or event_type is None or occurred_at is None or not any(belongs_to):
            return None
        email = normalised(row.get("email"))
        event = Event(
            event_id=event_id,
            event_type=event_type,
            occurred_at=occurred_at,
            lead_id=belongs_to[0],
            email=email if is_valid_email(email) else None,
            anonymous_id=belongs_to[2],
            asset=text(row.get("asset")),
            channel=text(row.get("channel")),
            campaign=text(row.get("campaign")),
            url=text(row.get("url")),
            value=plain_number(row.get("value")),
            user_agent=text(row.get("user_agent")),
            is_flagged=boolean(row.get("is_machine")) is True,
        )
        return event_id, read_timestamp(row.get("loaded_at")) or LONG_AGO, event

    return _one_per_key(rows, read, keep_latest=False)


def clean_identities(rows: Iterable[Cells]) -> Table[Identity]:
    """Further addresses and cookies of leads; of rows that say the same the earliest."""

    def read(row: Cells) -> tuple[str, datetime, Identity] | None:
        lead_id, kind = text(row.get("lead_id")), normalised(row.get("kind"))
        value = text(row.get("value"))
        if kind == "email":
            value = normalised(value) if is_valid_email(normalised(value)) else None
        if lead_id is None or kind not in ("email", "anonymous_id") or value is None:
            return None
        since = read_timestamp(row.get("since"))
        identity = Identity(lead_id, kind, value, since)
        return f"{lead_id} {kind} {value}", since or LONG_AGO, identity

    return _one_per_key(rows, read, keep_latest=False)


def clean_outcomes(rows: Iterable[Cells], leads: Sequence[Lead]) -> Table[Outcome]:
    """Outcomes that say what happened to whom and when; of copies the earliest."""
    held = {lead.lead_id for lead in leads}

    def read(row: Cells) -> tuple[str, datetime, Outcome] | None:
        outcome_id, lead_id = text(row.get("outcome_id")), text(row.get("lead_id"))
        email, occurred_at = normalised(row.get("email")), read_timestamp(row.get("occurred_at"))
        if outcome_id is None or occurred_at is None or not (lead_id or email):
            return None
        outcome = normalised(row.get("outcome"))
        if outcome not in OUTCOMES:
            return None
        about = lead_id if lead_id in held else _lead_of_address(email, leads)
        return outcome_id, occurred_at, Outcome(outcome_id, about, outcome, occurred_at)

    return _one_per_key(rows, read, keep_latest=False)


def _lead_of_address(email: str | None, leads: Sequence[Lead]) -> str | None:
    """The first lead of an address, unless it joins nobody, else the one lead it is given to."""
    if email is None or _is_made_up(email):
        return None
    own = [lead for lead in leads if lead.email == email]
    if own:
        first = min(own, key=lambda lead: (lead.created_at, lead.lead_id))
        return first.lead_id if len(own) == 1 or not is_shared(own) else None
    given = {
        lead.lead_id
        for lead in leads
        for identity in lead.identities
        if (identity.kind, identity.value) == ("email", email)
    }
    return given.pop() if len(given) == 1 else None


def is_shared(leads: Sequence[Lead]) -> bool:
    """Whether the address that all of the leads have joins nobody."""
    email = leads[0].email or ""
    companies = {lead.company for lead in leads} - {None}
    names = {lead.full_name for lead in leads} - {None}
    return (
        email.startswith(MAILBOXES)
        or _is_made_up(email)
        or len(companies) > MOST_COMPANIES
        or len(names) > MOST_NAMES
    )


def _is_made_up(email: str) -> bool:
    return email.startswith(MADE_UP) or email.endswith(MADE_UP)


def without_words_for_missing(row: Cells) -> Cells:
    """The row with words such as NULL and nan as missing values."""
    return {name: None if _is_word_for_missing(name, cell) else cell for name, cell in row.items()}


def _is_word_for_missing(name: str, cell: str | None) -> bool:
    word = (cell or "").strip().lower()
    return word in WORDS_FOR_MISSING and not (word == "none" and name in BANT)


def _one_per_key(
    rows: Iterable[Cells],
    read: Callable[[Cells], tuple[str, datetime, T] | None],
    *,
    keep_latest: bool,
) -> Table[T]:
    kept: dict[str, tuple[datetime, T]] = {}
    rejected = duplicates = 0
    for row in rows:
        usable = read(without_words_for_missing(row))
        if usable is None:
            rejected += 1
            continue
        key, moment, value = usable
        if key in kept:
            duplicates += 1
            if (moment > kept[key][0]) != keep_latest or moment == kept[key][0]:
                continue
        kept[key] = (moment, value)
    return Table(tuple(value for _, value in kept.values()), rejected, duplicates)


def people_on(
    leads: Iterable[Lead], day: date, kept_ids: Mapping[str, str] | None = None
) -> list[Person]:
    """The people known on a day: leads created by then, joined by email address or merge.

    A person's id is the first lead, or, where kept_ids has that lead, the id kept for it.
    """
    leads = list(leads)
    known = {lead.lead_id: lead for lead in leads if lead.created_at.date() <= day}
    joined: dict[str, set[str]] = {lead_id: {lead_id} for lead_id in known}

    def join(one: str, other: str) -> None:
        together = joined[one] | joined[other]
        for lead_id in together:
            joined[lead_id] = together

    with_email: dict[str, list[Lead]] = defaultdict(list)
    merged: dict[str, str] = {}
    for lead in known.values():
        if lead.email is not None:
            with_email[lead.email].append(lead)
        target = lead.merged_into_lead_id
        if target in known and target != lead.lead_id:
            merged[lead.lead_id] = target
            join(lead.lead_id, target)
    for alike in with_email.values():
        if not is_shared(alike):
            for lead in alike:
                join(lead.lead_id, alike[0].lead_id)

    def rank(lead_id: str) -> tuple[bool, bool, timedelta, str]:
        lead = known[lead_id]
        is_root = lead_id in merged.values() and lead_id not in merged
        updated_at = lead.updated_at or LONG_AGO
        return lead.is_deleted, not is_root, -(updated_at - LONG_AGO), lead_id

    components = {frozenset(together) for together in joined.values()}
    first = {component: min(known[one].age for one in component)[1] for component in components}
    ids = _person_ids(joined, first, kept_ids or {})
    return [
        Person(tuple(known[lead_id] for lead_id in sorted(component, key=rank)), ids[component])
        for component in components
    ]


def _person_ids(
    joined: Mapping[str, Iterable[str]],
    first: Mapping[frozenset[str], str],
    kept_ids: Mapping[str, str],
) -> dict[frozenset[str], str]:
    """The id of each person: an id kept is taken once, and by nobody whose own lead it is not."""
    ids = dict(first)
    taken: set[str] = set()
    for component in sorted(first, key=lambda component: first[component]):
        kept = kept_ids.get(first[component])
        if kept and kept not in taken and (kept not in joined or kept in component):
            ids[component] = kept
            taken.add(kept)
    return ids


def events_by_person(
    people: Sequence[Person], events: Iterable[Event], day: date
) -> dict[str, list[Event]]:
    """The events up to a day by the person they belong to: by lead, else mail, else visitor."""
    by_lead = {lead.lead_id: person.person_id for person in people for lead in person.leads}
    by_email = _people_by_email(people, day)
    until_day = [event for event in events if event.day <= day]

    def named(event: Event) -> str | None:
        return by_lead.get(event.lead_id or "") or by_email.get(event.email or "")

    tied: dict[str, dict[str, datetime]] = defaultdict(dict)
    for person in people:
        for lead in person.leads:
            for identity in lead.identities:
                if identity.kind == "anonymous_id" and identity.is_known(day):
                    since = identity.since or LONG_AGO
                    at = tied[identity.value].get(person.person_id, LONG_AGO)
                    tied[identity.value][person.person_id] = max(since, at)
    for event in until_day:
        person_id = named(event)
        if event.anonymous_id is not None and person_id is not None:
            at = tied[event.anonymous_id].get(person_id, LONG_AGO)
            tied[event.anonymous_id][person_id] = max(event.occurred_at, at)
    ties = {
        visitor: min(moments, key=lambda one: (-(moments[one] - LONG_AGO), one))
        for visitor, moments in tied.items()
        if len(moments) <= MOST_PEOPLE
    }

    owned: dict[str, list[Event]] = defaultdict(list)
    for event in until_day:
        person_id = named(event) or ties.get(event.anonymous_id or "")
        if person_id is not None:
            owned[person_id].append(event)
    return owned


def _people_by_email(people: Sequence[Person], day: date) -> dict[str, str]:
    """The one person of each address: of a lead's own, else of a further one."""
    own: dict[str, set[str]] = defaultdict(set)
    further: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for lead in person.leads:
            if lead.email is not None:
                own[lead.email].add(person.person_id)
            for identity in lead.identities:
                if identity.kind == "email" and identity.is_known(day):
                    further[identity.value].add(person.person_id)
    return {
        email: next(iter(ids))
        for email, ids in {**further, **own}.items()
        if len(ids) == 1 and not _is_made_up(email)
    }


def machine_event_ids(events: Sequence[Event], rulebook: Rulebook) -> set[str]:
    """The events of one person that no person made: flagged, of a known agent, or in a burst."""
    machine = {
        event.event_id
        for event in events
        if event.is_flagged
        or any(
            matches(operator, operand, event.user_agent) for operator, operand in rulebook.agents
        )
    }
    for burst in rulebook.bursts:
        of_type = [event for event in events if event.event_type == burst.event_type]
        machine |= _burst_event_ids(sorted(of_type, key=lambda event: event.occurred_at), burst)
    return machine


def _burst_event_ids(events: Sequence[Event], burst: Burst) -> set[str]:
    runs: list[list[Event]] = []
    for event in events:
        if runs:
            gap = (event.occurred_at - runs[-1][-1].occurred_at) / timedelta(microseconds=1)
            same_day = event.occurred_at.date() == runs[-1][-1].occurred_at.date()
            if same_day and gap <= burst.max_gap_seconds * 1_000_000:
                runs[-1].append(event)
                continue
        runs.append([event])
    found: set[str] = set()
    for run in runs:
        assets = {normalised(event.asset) for event in run} - {None}
        only_dates = all(_time_of_day(event) == MIDNIGHT for event in run)
        if len(run) >= burst.min_hits and len(assets) >= burst.min_assets and not only_dates:
            found |= {event.event_id for event in run}
    return found


def _time_of_day(event: Event) -> tuple[int, int, int, int]:
    moment = event.occurred_at
    return moment.hour, moment.minute, moment.second, moment.microsecond


def attributes_of(
    person: Person,
    rulebook: Rulebook,
    last_engaged_on: date | None,
    day: date,
    outcomes: Sequence[Outcome] = (),
) -> dict[str, str | None]:
    """Every attribute of a person on a day: delivered, filled from the other leads, derived."""
    values: dict[str, str | None] = {}
    for lead in person.leads:
        for column, cell in lead.cells.items():
            if values.get(column) is None:
                values[column] = rulebook.usable(column, cell)
    values.update(_from_email(values, rulebook))
    title = values.get("job_title")
    first_created_on = min(lead.created_at for lead in person.leads).date()
    values["seniority"] = meaning_of_title(title, rulebook.seniorities)
    values["department"] = meaning_of_title(title, rulebook.departments)
    values["days_since_created"] = str((day - first_created_on).days)
    values["days_since_last_engagement"] = (
        None if last_engaged_on is None else str((day - last_engaged_on).days)
    )
    last = _last_outcome(person, outcomes, day)
    values["last_sales_outcome"] = last.outcome if last else None
    values["days_since_sales_outcome"] = str((day - last.day).days) if last else None
    for kind in OUTCOMES:
        of_kind = _last_outcome(person, [one for one in outcomes if one.outcome == kind], day)
        values[f"days_since_{kind}"] = str((day - of_kind.day).days) if of_kind else None
    return values


def _last_outcome(person: Person, outcomes: Iterable[Outcome], day: date) -> Outcome | None:
    members = {lead.lead_id for lead in person.leads}
    known = [one for one in outcomes if one.lead_id in members and one.day <= day]
    return max(known, key=lambda one: (one.occurred_at, OUTCOMES.index(one.outcome)), default=None)


def _from_email(values: Cells, rulebook: Rulebook) -> Mapping[str, str | None]:
    email = normalised(values.get("email"))
    local_part, domain, is_target = None, None, None
    if email is not None and is_valid_email(email):
        local_part, domain = email.split("@")
    if domain or values.get("website") or values.get("company_name"):
        is_target = str(domain in rulebook.target_domains).lower()
    return {
        "email_type": rulebook.email_type(email),
        "email_local_part": local_part,
        "email_domain": domain,
        "is_target_account": is_target,
    }
