"""Candidates: every term that the input could support, before anything is known of its worth.

Which of them hold for whom is evaluated by the project itself; here it is only decided what to ask.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import duckdb

from ..sql import identifier
from .terms import ATTRIBUTE, EVENT, Term

# A term that holds for fewer people teaches nothing that would hold for the next ones.
LEAST_PEOPLE = 30
MOST_VALUES = 40
MOST_ASSETS = 12
# Kinds of events, assets among them, that are asked for: those that most people know.
MOST_KINDS = 80
THRESHOLDS = 16
RECENCY_DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90)
# A cut may leave so much of a share less between it and the one before, to be round.
LEEWAY = 0.2
COUNTS = (2, 3, 5, 8, 13, 21, 34)
COUNT_DAYS = (7, 30)
AGE_DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730)

# Names, addresses and keys tell who somebody is; the rest is filled in by the CRM's own work.
NEVER = {
    "lead_id", "created_at", "updated_at", "first_name", "last_name", "is_deleted",
    "merged_into_lead_id", "owner_id", "email",
}  # fmt: skip
# Whether it was given may say something; the text itself is a person's own.
ONLY_WHETHER_GIVEN = {"phone", "job_title", "company_name", "website"}
# The project reads these from words such as 11-50 or $3M, so the cuts are round ones.
COMPANY_NUMBERS = {
    "employee_count": ("2", "5", "10", "20", "50", "100", "200", "500", "1000", "5000", "10000"),
    "annual_revenue": (
        "100000",
        "1000000",
        "3000000",
        "10000000",
        "30000000",
        "100000000",
        "1000000000",
    ),
}
READ_FROM_LISTS = {"seniority": "seniority_keywords", "department": "department_keywords"}
EMAIL_TYPES = ("corporate", "personal", "disposable", "invalid", "missing")
# That sales took a lead up, or where a deal stands, says what they did and not whom to call; only
# that they closed it is asked, to leave those leads apart.
SALES_OUTCOMES = ("lost",)
# Numbers by these names are names: more of them is not more of anything.
CODE_WORDS = {
    "code", "codes", "id", "ids", "zip", "zipcode", "plz", "postcode", "region", "browser", "os",
    "system", "systems", "type", "category", "cluster", "branch",
}  # fmt: skip

_NUMBER = r"^[+-]?([0-9]{1,30}[.]?[0-9]{0,30}|[.][0-9]{1,30})([eE][+-]?[0-9]{1,2})?$"
_DECIMALS = r"^[+-]?[0-9]*[.]([0-9]+)$"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Column:
    """The values of a column by the number of people who have them, most people first."""

    name: str
    values: Mapping[str, int]
    missing: int

    @property
    def is_date(self) -> bool:
        """Whether it holds days or moments, which say when and not who."""
        days = sum(people for value, people in self.values.items() if _DATE.match(value))
        return days > 0.5 * sum(self.values.values()) > 0


def find_candidates(
    connection: duckdb.DuckDBPyConnection,
    file: Callable[[str], Path],
    until: date,
    excluded: frozenset[str],
) -> list[Term]:
    """All terms for the input in the schema raw, as it was known on a day."""
    terms = _age_terms() + _derived_terms(file)
    for column in _columns(connection, until):
        terms += attribute_terms(column)
    terms += event_terms(connection, until)
    return [term for term in dict.fromkeys(terms) if term.signal.lower() not in excluded]


def attribute_terms(column: Column) -> list[Term]:
    """Thresholds of a number, or the common values of a text; and whether it is known."""
    terms = []
    if column.missing >= LEAST_PEOPLE and column.values:
        terms.append(Term(ATTRIBUTE, column.name, "is_missing"))
    if column.name in ONLY_WHETHER_GIVEN:
        return terms
    if column.name in COMPANY_NUMBERS:
        return terms + [
            Term(ATTRIBUTE, column.name, "gte", cut) for cut in COMPANY_NUMBERS[column.name]
        ]
    numbers = {float(v): n for v, n in column.values.items() if _is_number(v)}
    known = sum(column.values.values())
    is_number = len(numbers) > 2 and sum(numbers.values()) >= 0.9 * known
    if is_number and not are_codes(column):
        cuts = thresholds(numbers)
        return terms + [Term(ATTRIBUTE, column.name, "gte", number_text(cut)) for cut in cuts]
    common = [v for v, n in column.values.items() if n >= LEAST_PEOPLE and _is_operand(v)]
    # Nearly every value its own: a free text or a key.
    if len(column.values) > 0.5 * known:
        return terms
    return terms + [Term(ATTRIBUTE, column.name, "equals", v) for v in common[:MOST_VALUES]]


def are_codes(column: Column) -> bool:
    """Whether the numbers only name things: 04109 of a town, 3 of a browser, 500123 of a campaign.

    They are whole, few, and written like no amount (a nought first), or the column's name says so.
    """
    values = list(column.values)
    if not all(value.isdigit() for value in values) or len(values) > 0.5 * sum(
        column.values.values()
    ):
        return False
    words = re.findall(r"[A-Z]*[a-z]+|[A-Z]+", column.name)
    return any(len(v) > 1 and v[0] == "0" for v in values) or (
        bool(words) and words[-1].lower() in CODE_WORDS
    )


def thresholds(numbers: Mapping[float, int]) -> list[float]:
    """Cuts between numbers: each holds from the cut on, about as many people between any two.

    Each is the roundest number that leaves about so many. The smallest number is always told from
    the next: 0 and 1 visits are not the same.
    """
    values = sorted(numbers)
    few = len(values) <= THRESHOLDS
    share = 0.0 if few else sum(numbers.values()) / (THRESHOLDS + 1)
    cuts: list[float] = []
    people = 0
    start = None
    for below, value in pairwise(values):
        people += numbers[below]
        if few or (not cuts and people >= LEAST_PEOPLE):
            cuts.append(roundest(below, value))
            people = 0
            continue
        if start is None and people >= (1 - LEEWAY) * share:
            start = below
        if start is not None and people >= share and cuts:
            cuts.append(roundest(start, value))
            people = sum(n for number, n in numbers.items() if cuts[-1] <= number < value)
            start = None
    return cuts


def roundest(below: float, value: float) -> float:
    """The number with the fewest digits that is above the one and not above the other."""
    size = math.floor(math.log10(max(abs(below), abs(value))))
    for digits in range(size, size - 17, -1):
        step = 10.0**digits if digits >= 0 else 1 / 10.0**-digits
        number = round(math.floor(value / step) * step, max(-digits, 0))
        if below < number <= value:
            return number
    return value


def number_text(number: float) -> str:
    """The number as a person writes it."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def decimals_of(connection: duckdb.DuckDBPyConnection, terms: list[Term]) -> dict[str, int]:
    """How many decimals the numbers of each column have that is asked for by thresholds."""
    known = column_names(connection, "leads")
    asked = {term.signal for term in terms if term.operator == "gte"}
    decimals = {}
    for name in sorted(asked.intersection(known)):
        row = connection.execute(
            f"select max(length(regexp_extract(trim({identifier(name)}), ?, 1))) from raw.leads",
            [_DECIMALS],
        ).fetchone()
        decimals[name] = int(row[0] or 0) if row else 0
    return decimals


def complete_columns(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Columns of the leads file in which no value is missing."""
    names = column_names(connection, "leads")
    counts = ", ".join(f"count(nullif(trim({identifier(name)}), ''))" for name in names)
    row = connection.execute(f"select count(*), {counts} from raw.leads").fetchone()
    if row is None:
        return frozenset()
    known = zip(names, row[1:], strict=True)
    # The project reads company numbers from words, and may not understand them.
    return frozenset(n for n, count in known if count == row[0] and n not in COMPANY_NUMBERS)


def event_terms(connection: duckdb.DuckDBPyConnection, until: date) -> list[Term]:
    """How often and how lately each kind of event happened, and each common asset of it."""
    kinds = [
        (kind, asset, people)
        for kind, asset, people in _event_kinds(connection, until)
        if people >= LEAST_PEOPLE and _is_operand(kind) and _is_operand(asset)
    ]
    kinds = sorted(kinds, key=lambda kind: (-kind[2], kind))[:MOST_KINDS]
    terms = []
    for event_type, asset, _ in sorted(kinds):
        operator = "equals" if asset else "any"
        counts = COUNTS[::2] if asset else COUNTS
        kind = partial(Term, EVENT, event_type, operator, asset)
        terms.append(kind())
        terms += [kind(within_days=days) for days in RECENCY_DAYS]
        terms += [kind(min_hits=hits) for hits in counts]
        if not asset:
            terms += [kind(hits, days) for days in COUNT_DAYS for hits in counts]
    return terms


def _event_kinds(connection: duckdb.DuckDBPyConnection, until: date) -> list[tuple[str, str, int]]:
    """Event types, and assets of types that have several: with the people they happened to."""
    found = column_names(connection, "events")
    asset = "trim(asset)" if "asset" in found else "null"
    keys = ", ".join(key for key in ("lead_id", "email", "anonymous_id") if key in found)
    rows = connection.execute(
        f"""
        with events as (
            select
                lower(trim(event_type)) as event_type,
                cast({asset} as varchar) as asset,
                coalesce({keys}) as person
            from raw.events
            where try_cast(occurred_at as timestamptz) < ? and trim(event_type) <> ''
        )
        select event_type, '' as asset, count(distinct person), 0 as place
        from events
        group by event_type
        union all
        select
            event_type, asset, count(distinct person),
            row_number() over (partition by event_type order by count(distinct person) desc, asset)
        from events
        where asset <> '' and position('|' in asset) = 0
        group by event_type, asset
        qualify count(*) over (partition by event_type) > 1
        order by event_type, place
        """,
        [until.isoformat()],
    ).fetchall()
    return [(kind, asset, people) for kind, asset, people, place in rows if place <= MOST_ASSETS]


def _age_terms() -> list[Term]:
    return [Term(ATTRIBUTE, "days_since_created", "gte", str(days)) for days in AGE_DAYS]


def _derived_terms(file: Callable[[str], Path]) -> list[Term]:
    values: dict[str, tuple[str, ...]] = {
        "email_type": EMAIL_TYPES,
        "last_sales_outcome": SALES_OUTCOMES,
    }
    terms = [Term(ATTRIBUTE, "is_target_account", "equals", "true")]
    for attribute, name in READ_FROM_LISTS.items():
        with file(name).open(newline="", encoding="utf-8-sig") as lines:
            found = {row[attribute].strip().lower() for row in csv.DictReader(lines)}
        terms.append(Term(ATTRIBUTE, attribute, "is_missing"))
        values[attribute] = tuple(sorted(found))
    return terms + [Term(ATTRIBUTE, name, "equals", v) for name in values for v in values[name]]


def _columns(connection: duckdb.DuckDBPyConnection, until: date) -> list[Column]:
    names = column_names(connection, "leads")
    unknown = NEVER | {name for name in names if name.startswith("_")}
    return [
        column
        for name in names
        if name.lower() not in unknown and not (column := _column(connection, name, until)).is_date
    ]


def column_names(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a raw table: those of its files."""
    return [row[0] for row in connection.execute(f"describe raw.{table}").fetchall()]


def _column(connection: duckdb.DuckDBPyConnection, name: str, until: date) -> Column:
    rows = connection.execute(
        f"""
        select min(nullif(trim({identifier(name)}), '')) as value, count(*) as people
        from raw.leads
        where try_cast(created_at as timestamptz) < ?
        group by lower(nullif(trim({identifier(name)}), ''))
        order by people desc, value
        """,
        [until.isoformat()],
    ).fetchall()
    known = {value: people for value, people in rows if value is not None}
    return Column(name, known, sum(people for value, people in rows if value is None))


def _is_operand(value: str) -> bool:
    """Whether the value may stand in a rulebook: no list, and no formula for a spreadsheet."""
    is_formula = value.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    return "|" not in value and (not is_formula or _is_number(value))


def _is_number(text: str) -> bool:
    return re.fullmatch(_NUMBER, text) is not None
