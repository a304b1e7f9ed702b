"""Random inputs and random valid rulebooks that try the edges of the contract.

What the contract leaves open is kept out of a world, so that two honest readings of it must agree.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import duckdb

from lead_scoring.rulebook_file import FILES

Row = dict[str, str | None]

DAYS = (date(2024, 2, 29), date(2024, 3, 31), date(2025, 12, 31), date(2026, 6, 15))
EDGE_AGES = (0, 0, 0, 1, 2, 5, 6, 7, 8, 9, 13, 14, 15, 28, 29, 30, 31, 37, 59, 60, 61, 90, 180, 366)
EDGE_TIMES = ("00:00:00", "00:00:00.001", "23:59:59.999", "12:00:00", "23:59:59", "09:30:00")
OFFSETS = (None, None, 0, 120, -300, 330, 840, -660, -210)

TEXTS = (
    "Pro", " pro ", "PRO", "a|b", "a", "A_B", "aXb", "ab", "100%", "100 percent", "50% off",
    "50 off", "Ünïcode Größe", "üNÏCODE GRÖßE", "日本", "it's", '"quoted"', "a,b", "line\nbreak",
    "'; drop table leads; --", "=1+1", "\\", "null", "NULL", "\tpro\n", None, "",
    "   ", "\t",
)  # fmt: skip
NUMBERS = (
    "0", "7", " 7 ", "7.0", "7.5", "-3", "+12", "0012", "99.99", "100", "100.0", "1000", "nan",
    "NaN", "inf", "-Infinity", "1_000", "0x10", "n/a", "--5", "1.2.3", "12 people", "\u0667",
    "1e2", ".5", "7.", None, "", " ",
)  # fmt: skip
ASSETS = (
    "/pricing", " /Pricing ", "/pricing/eu", "/product", "a|b", "A_B", "axb", "100%", "100 percent",
    "7", " 7.5 ", "12", "nan", "Größe", "GRÖßE", None, "", "  ",
)  # fmt: skip
TITLES = (
    "VP of Sales", "Vice-President, Marketing", "Head of Marketing & Sales", "sales rep",
    "Salesman", "CTO/Co-Founder", "Junior Sales Manager", "  chief   technology officer ", None, "",
)  # fmt: skip
COUNTRIES = ("U.S.A.", " usa", "United States", "DE", "Germany", "germany", "Atlantis", None, "")
SIZES = ("51-200", " 51-200 ", "1", "99", "100", " 250 ", "999", "1000", "many", "nan", None, "")
DOMAINS = ("acme.test", "globex.test", "initech.example", "freemail.test", "trashmail.test")
EVENT_TYPES = ("page_view", "form_submit", "webinar_attend", "tool_used", "email_unsubscribe")
BURST_TYPE = "email_click"
AGENTS = (
    None, "", "Mozilla/5.0", "x ScanBot/2", "crawler/1.0", "not a crawler/1.0", "100% agent_x",
    "100 agent_x", "qxz",
)  # fmt: skip
CHANNELS = ("web", "Email", " paid ", None, "")
CAMPAIGNS = ("spring 26", "Spring_Webinar", "autumn", None, "")
URLS = ("https://acme.test/?utm_source=ads", "https://acme.test/pricing", None, "")
VALUES = ("30", "30.0", "4.5", "+59.50", "600", "1e3", "-2", "0", "soon", None, "")
# What rules ask of a field that is not the asset.
FIELD_TESTS = (
    ("channel", "equals", "email"), ("channel", "not_equals", "web"),
    ("channel", "is_missing", None),
    ("campaign", "starts_with", "SPRING"), ("campaign", "in", "spring 26|autumn"),
    ("url", "contains", "utm_source=ads"), ("url", "is_present", None), ("url", "any", None),
    ("value", "gte", "30"), ("value", "between", "4.5|59.5"), ("value", "equals", "30.0"),
    ("value", "not_equals", "59.5"), ("value", "in", "30|4.5|0"), ("value", "is_missing", None),
)  # fmt: skip
CUSTOM_ATTRIBUTES = ("plan_tier", "seats", "order", "größe")

LEAD_COLUMNS = (
    "lead_id", "created_at", "email", "updated_at", "first_name", "job_title", "company_name",
    "industry", "employee_count", "annual_revenue", "country", "lead_source", "budget",
    "do_not_contact", "is_deleted", "merged_into_lead_id", *CUSTOM_ATTRIBUTES,
)  # fmt: skip
EVENT_COLUMNS = (
    "event_id", "event_type", "occurred_at", "lead_id", "email", "anonymous_id", "channel", "asset",
    "campaign", "url", "value", "user_agent", "is_machine", "loaded_at",
)  # fmt: skip
OUTCOME_COLUMNS = (
    "outcome_id", "lead_id", "email", "outcome", "occurred_at", "amount", "reason",
)  # fmt: skip
IDENTITY_COLUMNS = ("lead_id", "kind", "value", "since")


@dataclass
class World:
    """Raw rows of the four inputs, the rows of every rulebook file, and the scoring day."""

    seed: int
    as_of: date
    leads: list[Row]
    events: list[Row]
    outcomes: list[Row]
    identities: list[Row]
    rulebook: dict[str, list[Row]]

    def write(self, directory: Path) -> tuple[Path, Path]:
        """Write the input and the rulebook below a directory; returns where each of them is."""
        data, rules = directory / "input", self.write_rulebook(directory / "rulebook")
        data.mkdir()
        write_csv(data / "outcomes.csv", OUTCOME_COLUMNS, self.outcomes)
        write_csv(data / "identities.csv", IDENTITY_COLUMNS, self.identities)
        if self.seed % 3:
            write_csv(data / "leads.csv", LEAD_COLUMNS, self.leads)
        else:
            write_parquet(data / "leads.parquet", LEAD_COLUMNS, self.leads)
        if self.seed % 2:
            write_csv(data / "events.csv", EVENT_COLUMNS, self.events)
        else:
            (data / "events").mkdir()
            half = len(self.events) // 2
            write_csv(data / "events" / "part_1.csv", EVENT_COLUMNS, self.events[:half])
            write_csv(data / "events" / "part_2.csv", EVENT_COLUMNS, self.events[half:])
        return data, rules

    def write_to_build(self, directory: Path) -> dict[str, str]:
        """Write the world below a directory; the variables of a build of it."""
        data, rules = self.write(directory)
        return {"INPUT": str(data), "RULEBOOK": str(rules), "AS_OF": self.as_of.isoformat()}

    def write_rulebook(self, rules: Path) -> Path:
        """Write the files of the rulebook into a new directory."""
        return write_rulebook(rules, self.rulebook)


def write_rulebook(rules: Path, files: Mapping[str, Iterable[Row]]) -> Path:
    """Write the files of a rulebook into a new directory."""
    rules.mkdir(parents=True)
    for name, rows in files.items():
        write_csv(rules / f"{name}.csv", FILES[name].columns, rows)
    return rules


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows with a missing cell bare and an empty text in quotes."""
    lines = [",".join(columns), *(_line([row.get(name) for name in columns]) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_parquet(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows as a Parquet file of text columns."""
    with duckdb.connect() as connection:
        typed = ", ".join(f'"{column}" varchar' for column in columns)
        connection.execute(f"create table written ({typed})")
        marks = ", ".join("?" for _ in columns)
        for row in rows:
            cells = [row.get(column) for column in columns]
            connection.execute(f"insert into written values ({marks})", cells)
        connection.table("written").write_parquet(str(path))


def _line(cells: Sequence[str | None]) -> str:
    quoted = ('"' + cell.replace('"', '""') + '"' if cell is not None else "" for cell in cells)
    return ",".join(quoted)


def random_world(seed: int) -> World:
    """The world of a seed: the same seed gives the same world."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    as_of = DAYS[seed % len(DAYS)] if seed <= len(DAYS) else chance.choice(DAYS)
    leads = _Leads(chance, as_of).rows()
    events = _Events(chance, as_of, leads).rows()
    outcomes = _outcomes(chance, as_of, leads)
    rulebook = _whole(_Rulebook(chance, as_of, is_trained=seed % 3 != 1).files())
    # Drawn apart, so that all else in the worlds stays as it is.
    rulebook |= _whole({"settings": random_settings(random.Random(f"{seed} settings"))})  # noqa: S311
    identities = _share(random.Random(f"{seed} shared"), as_of, leads, events, outcomes)  # noqa: S311
    for rows in (leads, events, outcomes):
        chance.shuffle(rows)
    return World(seed, as_of, leads, events, outcomes, identities, rulebook)


def random_settings(chance: random.Random) -> list[Row]:
    """Rows of settings.csv; a setting that is left out or empty has its default."""
    scales = ((None, None), ("1", "10"), ("-50", " 50 "), ("300", "850"), ("", "1"))
    low, high = chance.choice(scales)
    given: Row = {
        "scale_low": low,
        "Scale_High": high,
        "conversion_outcome": chance.choice((None, "", "won", "WON", "opportunity")),
        "conversion_horizon_days": chance.choice((None, " 90 ", "60", "31")),
        "mql_stage": chance.choice((None, "mql", " sql ")),
    }
    return [
        {"setting": setting, "value": value}
        for setting, value in given.items()
        if value is not None
    ]


def another_rulebook(world: World) -> dict[str, list[Row]]:
    """A rulebook that differs from the world's in all but machines and sources of leads."""
    chance = random.Random(f"{world.seed} challenger")  # noqa: S311 - repeatable, not secret
    files = _Rulebook(chance, world.as_of, is_trained=world.seed % 2 == 0).files()
    files |= {
        "rule_groups": [
            row | ({"max_points": f"{row['max_points']}5"} if row["max_points"] else {})
            for row in files["rule_groups"]
        ],
        "segments": _rows(
            FILES["segments"].columns,
            ("big_fish", "10", "employee_count", "gte", "99", "smaller ones too"),
            ("known_mail", "5", "email_type", "in", "personal", "only these"),
            ("fresh", "7", "days_since_created", "lte", "90", "came within a quarter"),
        ),
        "stages": _rows(
            FILES["stages"].columns,
            ("nurture", "0", "*", "0", "", "", "", "nothing", ""),
            ("mql", "20", "*", "15", "10", "", "2.5", "call", "12"),
            ("sql", "25", "*", "35", "", "5", "", "call now", "2"),
        ),
        "grades": _rows(
            FILES["grades"].columns,
            ("fit", "A", "5"), ("fit", "Z", ""),
            ("engagement", "1", "7.5"), ("engagement", "9", ""),
        ),
        "overrides": _rows(
            FILES["overrides"].columns,
            ("o1", "disqualify", "", "*", "attribute", "budget", "", "in", "planned", "", "Later"),
            ("o2", "fast_track", "sql", "*", "event", "tool_used", "", "", "", "30", "Uses it"),
        ),
        "rising": _rows(FILES["rising"].columns, ("*", "1")),
        "personal_email_domains": [{"domain": "globex.test"}],
        "disposable_email_domains": [{"domain": "freemail.test"}],
        "seniority_keywords": _rows(
            ("keyword", "seniority", "priority"),
            ("sales", "manager", "1"), ("cto", "vp", "3"), ("head of", "c_level", "2"),
        ),
        "department_keywords": _rows(
            ("keyword", "department", "priority"), ("marketing", "it", "2"), ("vp", "sales", "1"),
        ),
        "country_aliases": _rows(("alias", "country"), ("us", "Germany"), ("de", "Atlantis")),
        "industry_aliases": _rows(("alias", "industry"), ("banking", "Software")),
        "company_size_aliases": _rows(("alias", "employee_count"), ("51-200", "60")),
        # Channels of all scorecards go by the words of the one in force.
        "lead_source_aliases": world.rulebook["lead_source_aliases"],
        "target_accounts": _rows(("domain", "company_name"), ("acme.test", "Acme")),
        "settings": random_settings(chance),
    }  # fmt: skip
    # What asks for another field of events has all of them counted again, and all days scored.
    asked = _asked_fields(world.rulebook)
    for row in (*files["scoring_rules"], *files["conditions"]):
        if not _asked_fields({"conditions": [row]}) <= asked:
            row["field"] = None
    return _whole(files)


def _asked_fields(files: Mapping[str, Iterable[Row]]) -> set[tuple[str, str]]:
    """The event types and fields that rules, conditions and overrides ask for."""
    return {
        (row["signal"] or "", field.lower())
        for name in ("scoring_rules", "conditions", "overrides")
        for row in files.get(name, ())
        if (field := row.get("field"))
    }


def _whole(files: Mapping[str, Iterable[Row]]) -> dict[str, list[Row]]:
    """The files with every column in every row."""
    return {
        name: [dict.fromkeys(FILES[name].columns) | row for row in rows]
        for name, rows in files.items()
    }


def spelled(chance: random.Random, address: str) -> str:
    """An email address as people type it."""
    changes: tuple[Callable[[str], str], ...] = (
        str,
        str.upper,
        str.title,
        lambda typed: f"  {typed} ",
        lambda typed: f"\t{typed.upper()}\n",
    )
    return chance.choice(changes)(address)


def moment(chance: random.Random, day: date, time: str | None = None) -> str:
    """A timestamp on a UTC day, written with some offset or with none."""
    clock = time or chance.choice((*EDGE_TIMES, None))
    if clock is None:
        milliseconds = chance.randrange(86_400_000)
        at = datetime.combine(day, datetime.min.time()) + timedelta(milliseconds=milliseconds)
    else:
        at = datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    offset = chance.choice(OFFSETS)
    separator = chance.choice("T ")
    if offset is None:
        written = at.isoformat(separator, timespec="milliseconds" if at.microsecond else "seconds")
        if written.endswith(":00"):
            written = chance.choice((written, written.removesuffix(":00")))
        if written.endswith("00:00"):
            written = chance.choice((written, day.isoformat()))
        return written + chance.choice(("", "Z") if ":" in written else ("",))
    written = (
        at.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=offset))).isoformat(separator)
    )
    return written.removesuffix(":00") if chance.random() < 0.2 else written


class _Leads:
    """Random leads: shared mails, merges in chains and rings, deletions, copies, unusable rows."""

    def __init__(self, chance: random.Random, as_of: date) -> None:
        self.chance = chance
        self.as_of = as_of
        self.addresses = [f"p{n}.x+y@{chance.choice(DOMAINS)}" for n in range(60)]

    def rows(self) -> list[Row]:
        chance = self.chance
        leads = [self.lead(number) for number in range(chance.randint(60, 90))]
        self.merge(leads)
        copies = [self.copy(lead) for lead in chance.sample(leads, 6)]
        return leads + copies + self.unusable()

    def created_at(self) -> str:
        chance = self.chance
        day = self.as_of - timedelta(days=chance.choice((0, 0, 1, 30, 31, 90, 200, 366, 800)))
        days = (day,) * 8 + (
            self.as_of + timedelta(days=chance.choice((1, 40))),
            date(1969, 12, 31),
            date(2020, 2, 29),
        )
        return moment(chance, chance.choice(days))

    def lead(self, number: int) -> Row:
        chance = self.chance
        address = chance.choice((*self.addresses, *self.addresses, None, "", " "))
        return {
            "lead_id": f"L{number}" if number % 7 else f"Ü{number}",
            "created_at": self.created_at(),
            "email": spelled(chance, address) if address else address,
            "updated_at": moment(chance, self.as_of - timedelta(days=chance.randint(-3, 400))),
            "first_name": chance.choice(("Zoë", "名前", "O'Hara", None)),
            "job_title": chance.choice(TITLES),
            "company_name": chance.choice(TEXTS),
            "industry": chance.choice(("SaaS", "software", " Sa.aS ", "Banking", None)),
            "employee_count": chance.choice(SIZES),
            "annual_revenue": chance.choice(("1000000", " 5.5 ", "0", "unknown", None, "")),
            "country": chance.choice(COUNTRIES),
            "lead_source": chance.choice(("referral", " Referral", "trade_fair", None)),
            "budget": chance.choice(("approved", "Planned ", "none", None, None, "", "open")),
            "do_not_contact": chance.choice(("true", "TRUE", "no", None, None, "perhaps")),
            "is_deleted": chance.choice(("Yes", "false", None, None, None, "0", "")),
            "merged_into_lead_id": None,
            "plan_tier": chance.choice(TEXTS),
            "seats": chance.choice(NUMBERS),
            "order": chance.choice(NUMBERS),
            "größe": chance.choice(TEXTS),
        }

    def merge(self, leads: list[Row]) -> None:
        chance = self.chance
        chain = chance.sample(leads, 4)
        for child, parent in pairwise(chain):
            child["merged_into_lead_id"] = parent["lead_id"]
        root, *children = chance.sample([lead for lead in leads if lead not in chain], 4)
        for child in children:
            child["merged_into_lead_id"] = root["lead_id"]
        single = [lead for lead in leads if lead not in (*chain, root, *children)]
        one, other, itself, lost, blank, odd = chance.sample(single, 6)
        one["merged_into_lead_id"], other["merged_into_lead_id"] = other["lead_id"], one["lead_id"]
        itself["merged_into_lead_id"] = itself["lead_id"]
        lost["merged_into_lead_id"] = "no-such-lead"
        blank["merged_into_lead_id"] = " "
        odd |= {"email": "no at sign", "updated_at": None, "company_name": "Initech"}
        blank |= {"email": "two@at@signs.test", "updated_at": "last week"}
        blank |= {"company_name": "Initech"}

    def copy(self, lead: Row) -> Row:
        """A second copy of a lead, updated later than the first, with other values."""
        later = moment(self.chance, self.as_of + timedelta(days=self.chance.randint(5, 9)))
        changed = self.lead(0) | {"lead_id": lead["lead_id"], "updated_at": later}
        return changed | {"merged_into_lead_id": lead["merged_into_lead_id"]}

    def unusable(self) -> list[Row]:
        known = {"updated_at": "2026-01-01", "email": self.addresses[0]}
        return [
            {"lead_id": None, "created_at": "2020-01-01", **known},
            {"lead_id": "  ", "created_at": "2020-01-01", **known},
            {"lead_id": "bad-1", "created_at": None, **known},
            {"lead_id": "bad-2", "created_at": "2023-02-29", **known},
            {"lead_id": "bad-3", "created_at": "soon", **known},
            {"lead_id": "L1", "created_at": "yesterday", **known},
        ]


class _Events:
    """Random events: hits around caps and edges, visitors who become known, copies, machines."""

    def __init__(self, chance: random.Random, as_of: date, leads: Sequence[Row]) -> None:
        self.chance = chance
        self.as_of = as_of
        self.lead_ids = sorted({str(lead["lead_id"]) for lead in leads if lead["lead_id"]})
        self.addresses = sorted(
            {
                str(lead["email"]).strip().lower()
                for lead in leads
                if (lead["email"] or "").count("@") == 1
            }
        )
        self.visitors = [f"visitor-{n}" for n in range(12)]
        self.number = 0

    def rows(self) -> list[Row]:
        chance = self.chance
        events = [self.event() for _ in range(chance.randint(300, 450))]
        for _ in range(25):
            events += self.busy_day()
        for number in range(36):
            events.append(self.tie(number))
        events += self.bursts()
        copies = [self.copy(event) for event in chance.sample(events, 25)]
        return events + copies + self.unusable()

    def event(self, day: date | None = None, time: str | None = None, **given: str | None) -> Row:
        chance = self.chance
        self.number += 1
        row: Row = {
            "event_id": f"E{self.number}",
            "event_type": chance.choice(EVENT_TYPES),
            "occurred_at": moment(chance, day or self.day(), time),
            **fields_of(f"{self.as_of} {self.number}"),
            "asset": chance.choice(ASSETS),
            "user_agent": chance.choice((None,) * 6 + AGENTS),
            "is_machine": chance.choice((None,) * 6 + ("true", "1", "false", "0", "maybe")),
            "loaded_at": None,
        }
        return row | (given or self.somebody())

    def day(self) -> date:
        chance = self.chance
        days = [self.as_of - timedelta(days=chance.choice(EDGE_AGES))] * 20
        days += [self.as_of + timedelta(days=chance.choice((1, 2, 30)))] * 2
        month_start = self.as_of.replace(day=1)
        days += [month_start - timedelta(days=chance.choice((0, 1, 2, 8, 31, 60)))] * 6
        days += [date(1969, 12, 31), date(1964, 2, 29), date(2020, 2, 29)]
        return chance.choice(days)

    def somebody(self) -> Row:
        """Whom an event names: never a visitor together with a name, which only ties do."""
        chance = self.chance
        lead_id, address = chance.choice(self.lead_ids), chance.choice(self.addresses)
        stranger = f"stranger{chance.randrange(3)}@acme.test"
        visitor = chance.choice(self.visitors)
        choices: list[Row] = [
            {"lead_id": lead_id},
            {"lead_id": lead_id},
            {"lead_id": lead_id, "email": spelled(chance, address)},
            {"email": spelled(chance, address)},
            {"email": spelled(chance, address), "lead_id": " "},
            {"lead_id": "unknown", "email": spelled(chance, address)},
            {"anonymous_id": visitor},
            {"anonymous_id": visitor, "email": ""},
            {"anonymous_id": visitor, "lead_id": "unknown"},
            {"lead_id": "unknown", "email": stranger},
            {"anonymous_id": "never-tied"},
        ]
        return chance.choice(choices)

    def busy_day(self) -> list[Row]:
        """Several hits of one kind on one day, so that daily caps and minimum hits are met."""
        chance = self.chance
        lead_id, day = chance.choice(self.lead_ids), self.day()
        kind, asset = chance.choice(EVENT_TYPES), chance.choice(ASSETS)
        rows = []
        for _ in range(chance.randint(2, 5)):
            row = self.event(day, lead_id=lead_id)
            rows.append(row | {"event_type": kind, "asset": asset, "is_machine": None})
        return rows

    def tie(self, number: int) -> Row:
        """An event that names somebody and a visitor; no two of them at the same moment."""
        chance = self.chance
        day = self.day()
        lead_id, address = chance.choice(self.lead_ids), chance.choice(self.addresses)
        name = chance.choice(({"lead_id": lead_id}, {"email": address}))
        time = f"10:{number:02d}:00"
        row = self.event(day, time, anonymous_id=chance.choice(self.visitors), **name)
        return row | {"is_machine": None, "user_agent": None}

    def bursts(self) -> list[Row]:
        """Runs of clicks around the edges of the burst rule: gaps of 2 s, 3 hits, 2 assets."""
        runs: tuple[tuple[tuple[float, str], ...], ...] = (
            ((0, "a"), (2, "b"), (4, "c")),
            ((0, "a"), (2.001, "b"), (4, "c")),
            ((0, "a"), (0, "b"), (0, "c"), (1.999, "a")),
            ((0, "a"), (1, "a"), (2, "a")),
            ((0, "a"), (1, "b")),
            ((0, "a"), (1, "b"), (2, "a"), (1800, "c")),
        )
        rows: list[Row] = []
        for number, run in enumerate(runs * 2):
            day = self.as_of - timedelta(days=self.chance.choice((0, 1, 31, 45)))
            rows += self.burst(datetime(day.year, day.month, day.day, 1 + number), run)
        midnight = datetime(self.as_of.year, self.as_of.month, self.as_of.day)
        rows += self.burst(midnight, ((0, "a"), (0, "b"), (0, "c")))
        month_start = midnight.replace(day=1)
        over_midnight = ((0, "a"), (1, "b"), (2, "c"))
        for seconds in (1, 1.5, 2):
            rows += self.burst(month_start - timedelta(seconds=seconds), over_midnight)
        rows += self.burst(midnight + timedelta(days=1, seconds=-1), over_midnight)
        return rows

    def burst(self, start: datetime, run: Sequence[tuple[float, str]]) -> list[Row]:
        address = self.chance.choice(self.addresses)
        rows = []
        for seconds, asset in run:
            row = self.event(self.as_of, email=address)
            at = start + timedelta(seconds=seconds)
            rows.append(
                row
                | {
                    "event_type": BURST_TYPE,
                    "occurred_at": at.isoformat(),
                    "asset": asset,
                    "user_agent": None,
                    "is_machine": None,
                }
            )
        return rows

    def copy(self, event: Row) -> Row:
        """A second copy of an event, sometimes with other content; the earlier arrival counts."""
        chance = self.chance
        first, second = chance.sample(range(20), 2)
        start = datetime(self.as_of.year, self.as_of.month, self.as_of.day)
        event["loaded_at"] = (start + timedelta(hours=first)).isoformat()
        copied = event | {"loaded_at": (start + timedelta(hours=second)).isoformat() + "Z"}
        if event["event_type"] != BURST_TYPE and not event.get("anonymous_id"):
            copied |= {"asset": chance.choice(ASSETS), "event_type": chance.choice(EVENT_TYPES)}
        return copied

    def unusable(self) -> list[Row]:
        whole: Row = {
            "event_id": "bad-1",
            "event_type": "page_view",
            "occurred_at": "2024-01-01",
            "lead_id": self.lead_ids[0],
        }
        return [
            whole | {"event_id": None},
            whole | {"event_id": " "},
            whole | {"event_type": ""},
            whole | {"occurred_at": None},
            whole | {"occurred_at": "2024-13-01T00:00:00Z"},
            whole | {"lead_id": None},
            whole | {"lead_id": "", "email": " ", "anonymous_id": ""},
            whole | {"event_id": "E1", "occurred_at": "noon"},
        ]


def _outcomes(chance: random.Random, as_of: date, leads: Sequence[Row]) -> list[Row]:
    """Random outcomes, many of them on a day that is scored or at the edge of its horizon."""
    lead_ids = sorted({str(lead["lead_id"]) for lead in leads if lead["lead_id"]})

    def day() -> date:
        month_start = (as_of - timedelta(days=chance.randint(90, 330))).replace(day=1)
        edges = [month_start + timedelta(days=days) for days in (-1, 0, 89, 90)]
        return chance.choice((as_of - timedelta(days=chance.randint(-20, 300)), *edges))

    rows: list[Row] = [
        {
            "outcome_id": f"O{number}",
            "lead_id": chance.choice(lead_ids),
            "outcome": chance.choice(
                ("accepted", " Rejected", "opportunity", "won", "WON", "lost")
            ),
            "occurred_at": moment(chance, day()),
            "amount": chance.choice(("1000", "12.5", "much", None)),
        }
        for number in range(60)
    ]
    rows.append(dict(rows[0]))
    rows.append(rows[1] | {"outcome_id": None})
    rows.append(rows[1] | {"outcome_id": "bad-1", "outcome": "thinking"})
    rows.append(rows[1] | {"outcome_id": "bad-2", "outcome": None})
    rows.append(rows[1] | {"outcome_id": "bad-3", "lead_id": " "})
    rows.append(rows[1] | {"outcome_id": "bad-4", "occurred_at": "2024-02-30"})
    return rows


SHARED = ("info@acme.test", "noemail@globex.test", "desk@initech.example", "two@globex.test")


def _share(
    chance: random.Random,
    as_of: date,
    leads: list[Row],
    events: list[Row],
    outcomes: list[Row],
) -> list[Row]:
    """Let leads share addresses and cookies, few and many of them; the rows of identities."""
    ids = sorted({str(lead["lead_id"]) for lead in leads if (lead["lead_id"] or "").strip()})
    for number, place in enumerate(chance.sample(range(len(leads)), 16)):
        # Three of each of the first two, seven of the third, two of the last.
        address = SHARED[0 if number < 3 else 1 if number < 6 else 2 if number < 13 else 3]
        leads[place] |= {"email": spelled(chance, address)}
        if address == SHARED[2]:
            leads[place] |= {"company_name": f"Company {chance.randrange(5)}"}

    def day() -> date:
        return as_of - timedelta(days=chance.choice((-2, 0, 1, 3, 6, 7, 30, 200)))

    further = [f"further{number}@acme.test" for number in range(6)]
    cookies = [f"cookie-{number}" for number in range(4)]
    used = {
        "event_type": chance.choice(EVENT_TYPES), "channel": "web", "asset": None,
        "user_agent": None, "is_machine": None, "loaded_at": None,
    }  # fmt: skip
    named: list[Row] = [{"email": address} for address in (*SHARED, *further) for _ in range(2)]
    named += [{"anonymous_id": cookie} for cookie in cookies for _ in range(3)]
    # The first cookie is one of very many people, the others are of few.
    for cookie, people in zip(cookies, (9, 2, 1, 0), strict=True):
        named += [{"anonymous_id": cookie, "lead_id": one} for one in chance.sample(ids, people)]
    for number, name in enumerate(named):
        time = f"11:{number % 60:02d}:{number // 60:02d}"
        row: Row = {"event_id": f"S{number}", "occurred_at": moment(chance, day(), time)}
        events.append(used | row | name)
    outcomes += [
        {
            "outcome_id": f"S{number}",
            "lead_id": chance.choice((None, "unknown")),
            "email": spelled(chance, address),
            "outcome": chance.choice(("accepted", "won", "lost")),
            "occurred_at": moment(chance, day()),
        }
        for number, address in enumerate((*SHARED, *further, "stranger@acme.test"))
    ]
    identities: list[Row] = []
    for number in range(24):
        kind, value = chance.choice(
            [("email", one) for one in (*further, SHARED[3])]
            + [("anonymous_id", one) for one in cookies]
        )
        since = None if chance.random() < 0.4 else moment(chance, day(), f"12:{number:02d}:00")
        identities.append(
            {"lead_id": chance.choice(ids), "kind": kind, "value": value, "since": since}
        )
    identities.append(dict(identities[0]))
    identities.append(identities[0] | {"kind": "phone"})
    identities.append(identities[0] | {"kind": "email", "value": "no address"})
    identities.append(identities[0] | {"lead_id": " "})
    return identities


TEXT_TESTS: tuple[tuple[str, str | None], ...] = (
    ("any", None), ("", None), ("is_present", None), ("is_missing", None), ("equals", " PRO"),
    ("equals", "a|b"), ("equals", "100%"), ("not_equals", "pro "), ("not_equals", "a|b"),
    ("in", "pro|a|日本"), ("in", " x | B|a "), ("contains", "%"), ("contains", "_"),
    ("contains", "|"), ("contains", "Größe"), ("contains", "'"), ("contains", "\\"),
    ("starts_with", "A_"), ("starts_with", "50%"), ("starts_with", " pr"), ("gte", "7"),
    ("ends_with", "B "), ("ends_with", "%"), ("ends_with", "SSE"),
    ("equals", "null"), ("contains", '"'), ("starts_with", "/PRICING"),
    ("in", "/pricing|/product"),
)  # fmt: skip
NUMBER_TESTS: tuple[tuple[str, str | None], ...] = (
    ("gte", "7"), ("gte", " 7.5 "), ("lte", "7"), ("lte", "-3"), ("between", "7|100"),
    ("between", " -3 | 7.5 "), ("between", "100|100"), ("is_missing", None),
    ("not_equals", "7"), ("in", "7|100"), ("equals", "0012"), ("gte", "0"), ("lte", "99999999"),
)  # fmt: skip
UNDATED_TESTS = ("any", "", "is_present")
ASSET_TESTS = tuple(test for test in TEXT_TESTS if test[0] not in UNDATED_TESTS)
ATTRIBUTE_TESTS: tuple[tuple[str, str, str | None], ...] = (
    ("email_type", "in", "Personal|disposable"), ("email_type", "equals", "missing"),
    ("email_type", "not_equals", "corporate"), ("email_type", "equals", "invalid"),
    ("email_domain", "equals", "acme.test"), ("email_local_part", "contains", "+"),
    ("seniority", "in", "vp|c_level"), ("seniority", "is_missing", None),
    ("seniority", "equals", "entry"), ("department", "equals", "sales"),
    ("department", "equals", "marketing"), ("country", "in", "U.S.A.|DE"),
    ("country", "equals", "united states"), ("country", "is_missing", None),
    ("industry", "not_equals", "software"), ("industry", "equals", "saas"),
    ("is_target_account", "equals", "TRUE"), ("days_since_created", "between", "0|31"),
    ("days_since_created", "gte", "366"), ("days_since_last_engagement", "is_missing", None),
    ("days_since_last_engagement", "gte", "14"), ("days_since_last_engagement", "lte", "7"),
    ("employee_count", "gte", "100"), ("employee_count", "between", "99|125"),
    ("employee_count", "is_missing", None), ("annual_revenue", "gte", "5.5"),
    ("annual_revenue", "is_present", None), ("lead_source", "equals", "REFERRAL"),
    ("budget", "in", "approved|planned"), ("budget", "is_missing", None),
    ("do_not_contact", "equals", "true"), ("company_name", "contains", "drop table"),
    ("first_name", "equals", "zoë"), ("last_sales_outcome", "is_missing", None),
    ("last_sales_outcome", "not_equals", "accepted"), ("last_sales_outcome", "equals", "Won"),
    ("last_sales_outcome", "in", "rejected| lost"), ("days_since_sales_outcome", "gte", "30"),
    ("days_since_sales_outcome", "lte", "14"), ("days_since_sales_outcome", "is_present", None),
    ("days_since_accepted", "gte", "7"), ("days_since_rejected", "lte", "30"),
    ("days_since_opportunity", "is_missing", None), ("days_since_won", "between", "0|21"),
    ("days_since_lost", "gte", "1"),
)  # fmt: skip


PLAIN: Row = {
    "rule_group": "open",
    "points": "5",
    "decay": "none",
    "daily_cap": None,
    "max_points": None,
    "min_hits": None,
    "within_days": None,
    "expires_after_days": None,
    "valid_from": None,
    "valid_to": None,
}


class _Rulebook:
    """A random rulebook that passes every check: all files, every operator, decay and limit."""

    def __init__(self, chance: random.Random, as_of: date, *, is_trained: bool) -> None:
        self.chance = chance
        self.as_of = as_of
        self.is_trained = is_trained
        self.segments = ("big_fish", "known_mail", "fresh", "default")
        self.rules: list[Row] = []
        self.seen: set[tuple[str | None, ...]] = set()

    def files(self) -> dict[str, list[Row]]:
        return {
            "scoring_rules": self.scoring_rules(),
            "rule_groups": self.rule_groups(),
            "segments": self.segment_rows(),
            "conditions": self.conditions(),
            "stages": self.stages(),
            "grades": self.grades(),
            "overrides": self.overrides(),
            "rising": self.rising(),
            "personal_email_domains": [{"domain": "freemail.test"}],
            "disposable_email_domains": [{"domain": "trashmail.test"}],
            "seniority_keywords": _rows(
                ("keyword", "seniority", "priority"),
                ("vp", "vp", "2"), ("vice president", "vp", "2"), ("cto", "c_level", "1"),
                ("chief technology officer", "c_level", "1"), ("junior", "entry", "3"),
                ("manager", "manager", "4"), ("junior sales manager", "individual", "3"),
            ),
            "department_keywords": _rows(
                ("keyword", "department", "priority"),
                ("sales", "sales", "2"), ("marketing", "marketing", "1"), ("cto", "it", "1"),
                ("technology", "it", "5"),
            ),
            "country_aliases": _rows(
                ("alias", "country"),
                ("usa", "United States"), ("us", "United States"), ("de", "Germany"),
            ),
            "industry_aliases": _rows(("alias", "industry"), ("saas", "Software")),
            "company_size_aliases": _rows(("alias", "employee_count"), ("51-200", "125")),
            "lead_source_aliases": _rows(("alias", "lead_source"), ("trade_fair", "Referral")),
            "target_accounts": _rows(("domain", "company_name"), ("globex.test", "Globex")),
            "machine_agents": _rows(
                ("operator", "operand", "machine_type"),
                ("contains", "scanbot", "scanner"), ("starts_with", "Crawler/", "crawler"),
                ("equals", "100% AGENT_X", "scanner"), ("contains", "q_z", "scanner"),
            ),
            "machine_bursts": _rows(
                ("event_type", "max_gap_seconds", "min_hits", "min_assets"),
                (BURST_TYPE, "2", "3", "2"),
            ),
            "probability": self.terms() if self.is_trained else [],
        }  # fmt: skip

    def scoring_rules(self) -> list[Row]:
        chance = self.chance
        self.add("fit", "attribute", "email_type", "any", None, **PLAIN)
        self.add("engagement", "event", "page_view", "any", None, **PLAIN)
        self.add("fit", "event", "tool_used", "equals", "12")
        self.add("fit", "attribute", "last_sales_outcome", "in", "opportunity|won", **PLAIN)
        for component, condition in (
            ("engagement", "keen"), ("fit", "Quiet_Buyer"), ("negative", "often"),
        ):  # fmt: skip
            self.add(component, "condition", condition, "", None, **PLAIN)
        for signal, tests in (
            ("plan_tier", TEXT_TESTS),
            ("größe", TEXT_TESTS),
            ("seats", NUMBER_TESTS),
            ("order", NUMBER_TESTS),
        ):
            for operator, operand in chance.sample(tests, 9):
                self.add("fit", "attribute", signal, operator, operand)
        for signal, operator, operand in chance.sample(ATTRIBUTE_TESTS, 22):
            self.add(chance.choice(("fit", "negative")), "attribute", signal, operator, operand)
        for signal in (*EVENT_TYPES, BURST_TYPE):
            component = "negative" if signal == "email_unsubscribe" else "engagement"
            for operator, operand in chance.sample((*ASSET_TESTS, *NUMBER_TESTS), 10):
                self.add(component, "event", signal, operator, operand)
            for shape in ("none", "exponential", "linear", "step"):
                undated = {"decay": shape, "valid_from": None, "valid_to": None}
                self.add(component, "event", signal, "", None, **undated)
                self.add(component, "event", signal, "is_present", None, **undated)
        self.limits_reached_exactly()
        self.validity_edges()
        self.groups_that_cancel()
        self.fields()
        return self.rules

    def fields(self) -> None:
        """Rules on other fields than the asset; their draws leave those of other rules alone."""
        chance, self.chance = self.chance, random.Random(repr(self.rules[:5]))  # noqa: S311
        for field, operator, operand in FIELD_TESTS:
            signal = self.chance.choice(EVENT_TYPES)
            self.add("engagement", "event", signal, operator, operand, field=field)
        self.add("fit", "condition", "From_Ads", "", None, **PLAIN)
        self.chance = chance

    def add(
        self,
        component: str,
        signal_type: str,
        signal: str,
        operator: str,
        operand: str | None,
        **given: str | None,
    ) -> None:
        """Add a rule unless another one already scores the same signal for the segment."""
        chance = self.chance
        segment = chance.choice(("*", "*", "*", *self.segments)) if not given else "*"
        key = (
            segment,
            signal_type,
            signal,
            operator or "any",
            operand,
            given.get("decay"),
            given.get("field"),
        )
        if key in self.seen:
            return
        self.seen.add(key)
        row: Row = {
            "rule_id": f"r{len(self.rules):03d}_{component}",
            "component": component,
            "rule_group": chance.choice(("open", "floor", "ceiling", "narrow", "nothing")),
            "segment": segment,
            "signal_type": signal_type,
            "signal": signal,
            "operator": operator,
            "operand": operand,
            "points": self.points(component),
            "description": f"{component}: {signal}, 100% 'sure', |plain|",
        }
        if signal_type == "event":
            row |= self.limits() | self.decay(given.get("decay")) | self.expiry()
            if chance.random() < 0.25:
                row |= self.frequency()
        elif chance.random() < 0.3:
            row |= {"max_points": chance.choice(("1", "2.5", "10"))}
        elif chance.random() < 0.3:
            row |= self.decay(None) | {"decay_clock": "inactivity"}
        row |= self.validity() | given
        if row.get("decay") in (None, "", "none"):
            row |= {"decay_clock": None, "grace_days": None, "decay_days": None}
            row |= {"decay_percent": None}
        if row.get("within_days") and row.get("daily_cap"):
            reachable = int(row["within_days"] or 0) * int(row["daily_cap"] or 0)
            if int(row.get("min_hits") or 1) > reachable:
                row["daily_cap"] = None
        self.rules.append(row)

    def points(self, component: str) -> str:
        chance = self.chance
        if component == "negative":
            return chance.choice(("-1", "-2.5", "-10", "-0.1", "-3.3333"))
        return chance.choice(("1", "2.5", "5", "0.1", "3.3333", " 4 ", "-2", "-0.75", "-5"))

    def limits(self) -> Row:
        chance = self.chance
        return {
            "daily_cap": chance.choice((None, "", "1", "2", "3", "4")),
            "max_points": chance.choice((None, "", "5", "7.5", "10", "20")),
        }

    def decay(self, shape: str | None) -> Row:
        chance = self.chance
        row: Row = {"decay": shape or chance.choice((None, "", "exponential", "linear", "step"))}
        if row["decay"] in (None, "", "none"):
            return row
        row |= {
            "decay_days": chance.choice(("1", "7", "14", "30", "60")),
            "grace_days": chance.choice((None, "0", "1", "7", "30")),
            "decay_clock": chance.choice((None, "event", "inactivity")),
        }
        if row["decay"] == "step":
            row["decay_percent"] = chance.choice(("10", "25", "33.3", "50", "100"))
        return row

    def expiry(self) -> Row:
        return {"expires_after_days": self.chance.choice((None, None, "7", "30", "60", "365"))}

    def frequency(self) -> Row:
        """Minimum hits and window; no expiry, which the contract does not tie to the window."""
        chance = self.chance
        min_hits = chance.choice((None, "1", "2", "3", "4"))
        windows = ("1", "2", "7", "30") if min_hits is None else (None, "1", "7", "14", "30")
        within_days = chance.choice(windows)
        return {"min_hits": min_hits, "within_days": within_days, "expires_after_days": None}

    def validity(self) -> Row:
        chance = self.chance
        if chance.random() < 0.7:
            return {}
        days = [self.as_of + timedelta(days=shift) for shift in (-31, -1, 0, 1, 31)]
        first = chance.choice((None, *days))
        last = chance.choice([day for day in (None, *days) if not day or not first or day >= first])
        return {
            "valid_from": first.isoformat() if first else None,
            "valid_to": last.isoformat() if last else None,
        }

    def limits_reached_exactly(self) -> None:
        """One or two counted hits reach the rule's limit exactly, three pass it."""
        given = PLAIN | {"max_points": "10", "daily_cap": "2"}
        self.add("engagement", "event", "form_submit", "lte", "7.5", **given)
        self.add("negative", "event", "form_submit", "lte", "7.50", **given | {"points": "-5"})

    def validity_edges(self) -> None:
        """A rule with two rows: one until the scoring day, one from the day after."""
        last, first = self.as_of.isoformat(), (self.as_of + timedelta(days=1)).isoformat()
        for given in ({"valid_to": last}, {"valid_from": first}):
            self.seen.discard(("*", "event", "tool_used", "contains", "pri", "none"))
            self.add("engagement", "event", "tool_used", "contains", "pri", **PLAIN | given)
            self.rules[-1]["rule_id"] = "renewed"

    def groups_that_cancel(self) -> None:
        """Two rules for everybody whose points add up to nothing in a group that allows none."""
        given = PLAIN | {"rule_group": "cancel"}
        self.add("fit", "attribute", "lead_id", "any", None, **given | {"points": "3.3"})
        self.add("fit", "attribute", "lead_id", "is_present", None, **given | {"points": "-3.3"})

    def rule_groups(self) -> list[Row]:
        return _rows(
            ("rule_group", "min_points", "max_points", "description"),
            ("open", None, None, "no limit"),
            ("floor", "-6.5", None, "from below"),
            ("ceiling", None, "25", "from above"),
            ("narrow", "-3", "7.25", "from both sides"),
            ("nothing", "0", "12", "never below zero"),
            ("cancel", "0", "0", "always zero"),
        )

    def segment_rows(self) -> list[Row]:
        return _rows(
            ("segment", "priority", "attribute", "operator", "operand", "description"),
            ("known_mail", "20", "email_type", "in", "corporate|personal", "has a mail"),
            ("known_mail", "20", "seats", "gte", "7", "and many seats"),
            ("fresh", "30", "days_since_created", "lte", "31", "came lately"),
            ("big_fish", "10", "employee_count", "gte", "125", "large"),
            ("big_fish", "10", "country", "in", "us|Germany", "in a home market"),
            ("fresh", "30", "condition", "", "Not_Idle", "and has done something"),
        )

    def conditions(self) -> list[Row]:
        """Parts on attributes, on events, on both, and one that many people meet."""
        chance = random.Random(repr(self.rules[:5]))  # noqa: S311
        days, hits = ("1", "7", "31", None), chance.choice(("2", None))
        columns = FILES["conditions"].columns
        on_fields = _rows(
            columns,
            ("from_ads", "event", "page_view", "url", "contains", "utm_source=ADS", None, None),
            ("from_ads", "event", "page_view", "URL", "any", None, "2", None),
            ("from_ads", "event", "form_submit", "value", "equals", "30.0", None, None),
        )
        return on_fields + _rows(
            [column for column in columns if column != "field"],
            ("keen", "attribute", "seats", "gte", "7", None, None),
            ("keen", "event", "page_view", "", None, hits, chance.choice(days)),
            ("Keen", "event", "webinar_attend", "any", None, None, chance.choice(days)),
            ("quiet_buyer", "attribute", "budget", "is_present", None, None, None),
            ("quiet_buyer", "attribute", "last_sales_outcome", "is_missing", None, None, None),
            ("not_idle", "event", chance.choice(EVENT_TYPES), "", None, None, "200"),
            ("often", "event", "tool_used", "", None, "3", chance.choice(days)),
            ("often", "event", "tool_used", "", None, "1", "31"),
        )  # fmt: skip

    def stages(self) -> list[Row]:
        def exits(*choices: str) -> str | None:
            return self.chance.choice((*choices, *choices, "", None))

        return _rows(
            FILES["stages"].columns,
            ("nurture", "0", "*", "0", "", "", "", "nothing", ""),
            ("engaged", "10", "*", "10", exits("5", "10", "0"), "", "2.5", "send a mail", "168"),
            ("mql", "20", "*", "25", exits("15", "24.5", "8"), "5", "5", "call", "48"),
            ("mql", "20", "big_fish", "20", exits("20", "12"), "2.5", "", "call soon", "24"),
            ("sql", "30", "*", "45", exits("30"), "10", "5", "call now", "24"),
            ("sql", "30", "fresh", "40", exits("22.5", "1"), "", "10", "call now", "4"),
        )

    def rising(self) -> list[Row]:
        """Cuts for all, for some segments, or for nobody."""
        choices: tuple[tuple[tuple[str, str], ...], ...] = (
            (("*", "5"), ("big_fish", "2.5")),
            (("fresh", "0.1"),),
            (("*", " 0.5 "), ("default", "15")),
            (),
        )
        return _rows(FILES["rising"].columns, *self.chance.choice(choices))

    def grades(self) -> list[Row]:
        return _rows(
            ("axis", "grade", "min_points"),
            ("fit", "A", "20"), ("fit", "B", "10"), ("fit", "C", "0"), ("fit", "D", ""),
            ("engagement", "1", "20"), ("engagement", "2", "5"), ("engagement", "3", None),
        )  # fmt: skip

    def overrides(self) -> list[Row]:
        columns = [name for name in FILES["overrides"].columns if name != "field"]
        rows = _rows(
            columns,
            ("o1", "disqualify", "", "*", "attribute", "budget", "equals", "NONE", "", "No budget"),
            ("o2", "disqualify", None, "fresh", "event", "email_unsubscribe", "", "", "7", "Left"),
            ("o3", "fast_track", "sql", "*", "event", "webinar_attend", "in", "7|12", "31", "Hot"),
            ("o4", "fast_track", "mql", "big_fish", "attribute", "seats", "gte", "99", "", "Large"),
            ("o5", "fast_track", "mql", "*", "event", "form_submit", "contains", "%", None, "Ask"),
            ("o6", "fast_track", "mql", "*", "condition", "Often", "", "", "", "Uses it often"),
            ("o7", "fast_track", "mql", "fresh", "event", "page_view", "gte", "59.5", "31", "Read"),
        )  # fmt: skip
        rows[-1]["field"] = "value"
        return rows

    def terms(self) -> list[Row]:
        """Learned terms: many attributes, and the same hits counted in several ways."""
        chance = self.chance
        conditions: list[Row] = [
            {"signal_type": "attribute", "signal": signal, "operator": operator, "operand": operand}
            for signal, operator, operand in (
                *chance.sample(ATTRIBUTE_TESTS, 8),
                *(("größe", *test) for test in chance.sample(TEXT_TESTS, 3)),
                *(("seats", *test) for test in chance.sample(NUMBER_TESTS, 3)),
            )
        ]
        for signal in (*EVENT_TYPES, BURST_TYPE):
            for operator, operand in chance.sample((*TEXT_TESTS, *NUMBER_TESTS), 2):
                event: Row = {"signal_type": "event", "signal": signal}
                event |= {"operator": operator, "operand": operand}
                conditions += [
                    event | {"min_hits": min_hits, "within_days": within_days}
                    for min_hits, within_days in zip(
                        (None, "1", "2", "4"),
                        chance.sample((None, "1", "7", "30", "31", "60"), 4),
                        strict=True,
                    )
                ]
        intercept: Row = {"signal_type": "intercept", "coefficient": chance.choice(("-3", "0.5"))}
        coefficients = ("0.5", " 1.25 ", "-2", "0.0001", "-0.3333", "3e-1", "+0.75", "-.5")
        learned = [row | {"coefficient": chance.choice(coefficients)} for row in conditions]
        # Far out every probability is 0 or 1.
        learned[-4]["coefficient"] = chance.choice(("40", "-40"))
        return [
            row | {"term_id": f"t{number}", "description": "100% 'learned'"}
            for number, row in enumerate([intercept, *learned])
        ]


def fields_of(event: str) -> Row:
    """The fields of an event that few rules ask for."""
    chance = random.Random(event)  # noqa: S311
    return {
        "channel": chance.choice(CHANNELS),
        "campaign": chance.choice(CAMPAIGNS),
        "url": chance.choice(URLS),
        "value": chance.choice(VALUES),
    }


def _rows(columns: Sequence[str], *rows: Sequence[str | None]) -> list[Row]:
    return [dict(zip(columns, cells, strict=True)) for cells in rows]
