"""Reading a rulebook directory, the defaults of its cells, its operators and its lists."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

Cells = Mapping[str, str | None]

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
OBSERVED = (
    *("days_since_created", "days_since_last_engagement"),
    *("last_sales_outcome", "days_since_sales_outcome", "days_since_accepted"),
    *("days_since_rejected", "days_since_opportunity", "days_since_won", "days_since_lost"),
)
NUMERIC_COLUMNS = ("employee_count", "annual_revenue")
BOOLEAN_COLUMNS = ("do_not_contact", "is_deleted")


def text(cell: str | None) -> str | None:
    """The trimmed cell; a cell with nothing in it is a missing value."""
    trimmed = (cell or "").strip()
    return trimmed or None


def number(cell: str | None) -> Fraction | None:
    """The cell as an exact number, or None where it is not a plain number."""
    trimmed = text(cell)
    return Fraction(trimmed) if trimmed and NUMBER.fullmatch(trimmed) else None


def whole(cell: str | None) -> int | None:
    """The cell as a whole number, or None where it is empty."""
    trimmed = text(cell)
    return int(trimmed) if trimmed else None


def boolean(cell: str | None) -> bool | None:
    """The cell as true or false, or None where it says neither."""
    word = (cell or "").strip().lower()
    if word in ("true", "t", "yes", "y", "1", "1.0"):
        return True
    return False if word in ("false", "f", "no", "n", "0", "0.0") else None


def normalised(cell: str | None) -> str | None:
    """The form in which text is compared: trimmed, lower case."""
    trimmed = text(cell)
    return trimmed.lower() if trimmed else None


def is_valid_email(email: str | None) -> bool:
    """Whether a normalised address has one @ between a name and a dotted domain."""
    return bool(email and EMAIL.fullmatch(email))


def matches(operator: str, operand: str | None, value: str | None) -> bool:
    """Whether a value (missing = None or blank) passes one operator of the contract."""
    given = normalised(value)
    if operator == "is_missing" or given is None:
        return operator == "is_missing" and given is None
    wanted = normalised(operand) or ""
    text_tests: dict[str, Callable[[], bool]] = {
        "any": lambda: True,
        "is_present": lambda: True,
        "equals": lambda: given == wanted,
        "not_equals": lambda: given != wanted,
        "in": lambda: given in [item.strip() for item in wanted.split("|")],
        "contains": lambda: wanted in given,
        "starts_with": lambda: given.startswith(wanted),
        "ends_with": lambda: given.endswith(wanted),
    }
    if operator in text_tests:
        return text_tests[operator]()
    amount = number(given)
    bounds = [Fraction(item.strip()) for item in wanted.split("|")]
    number_tests: dict[str, Callable[[Fraction], bool]] = {
        "gte": lambda amount: amount >= bounds[0],
        "lte": lambda amount: amount <= bounds[0],
        "between": lambda amount: bounds[0] <= amount <= bounds[1],
    }
    return amount is not None and number_tests[operator](amount)


def plain_number(cell: str | None) -> str | None:
    """A number as people write it: 30, and neither 30.0 nor 3e1; None where the cell holds none."""
    amount = number(cell)
    if amount is None:
        return None
    rounded = round(amount, 6)
    return f"{Decimal(rounded.numerator) / Decimal(rounded.denominator):f}"


@dataclass(frozen=True)
class Rule:
    """One row of scoring_rules.csv with its defaults filled in."""

    rule_id: str
    component: str
    rule_group: str
    segment: str
    signal_type: str
    signal: str
    field: str
    operator: str
    operand: str | None
    points: Fraction
    daily_cap: int | None
    max_points: Fraction | None
    min_hits: int | None
    within_days: int | None
    decay: str
    decay_days: Fraction | None
    decay_percent: Fraction | None
    grace_days: int
    decay_clock: str
    expires_after_days: int | None
    valid_from: date | None
    valid_to: date | None

    @property
    def is_frequency(self) -> bool:
        """Whether the rule gives its points once, for enough hits within some days."""
        return self.min_hits is not None or self.within_days is not None

    @property
    def feeds_inactivity_clock(self) -> bool:
        """Whether a hit of this rule counts as engagement."""
        return self.component == "engagement" and self.signal_type == "event" and self.points > 0

    def is_valid_on(self, day: date) -> bool:
        """Whether the rule scores on the day; both ends of its validity are included."""
        starts = self.valid_from is None or self.valid_from <= day
        ends = self.valid_to is None or day <= self.valid_to
        return starts and ends

    def applies(self, segment: str, day: date) -> bool:
        """Whether the rule scores people of the segment on the day."""
        return self.segment in ("*", segment) and self.is_valid_on(day)


@dataclass(frozen=True)
class Condition:
    """One condition on an attribute, with the segment it helps to define."""

    segment: str
    priority: Fraction
    attribute: str
    operator: str
    operand: str | None


@dataclass(frozen=True)
class Part:
    """One row of conditions.csv; those of one condition_id hold together or not at all."""

    condition_id: str
    signal_type: str
    signal: str
    field: str
    operator: str
    operand: str | None
    min_hits: int
    within_days: int | None


@dataclass(frozen=True)
class Stage:
    """One row of stages.csv."""

    stage: str
    rank: Fraction
    segment: str
    min_score: Fraction | None
    exit_score: Fraction | None
    min_fit_points: Fraction | None
    min_engagement_points: Fraction | None


@dataclass(frozen=True)
class Override:
    """One row of overrides.csv."""

    override_id: str
    effect: str
    stage: str | None
    segment: str
    signal_type: str
    signal: str
    field: str
    operator: str
    operand: str | None
    within_days: int | None


@dataclass(frozen=True)
class Term:
    """One row of probability.csv; the intercept has no signal."""

    term_id: str
    signal_type: str
    signal: str
    operator: str
    operand: str | None
    min_hits: int
    within_days: int | None
    coefficient: Fraction


@dataclass(frozen=True)
class Burst:
    """One row of machine_bursts.csv."""

    event_type: str
    max_gap_seconds: Fraction
    min_hits: int
    min_assets: int


@dataclass(frozen=True)
class Keyword:
    """A word of a job title with what it says; used for seniority and for department."""

    keyword: str
    meaning: str
    priority: Fraction


@dataclass(frozen=True)
class Settings:
    """What settings.csv says, with its defaults filled in."""

    conversion_outcome: str = "won"
    conversion_horizon_days: int = 90
    scale_low: Decimal = Decimal(0)
    scale_high: Decimal = Decimal(100)

    def shown(self, score: Decimal) -> Decimal:
        """A score of the point scale, 0 to 100, on the scale that people see."""
        return self.scale_low + score * (self.scale_high - self.scale_low) / 100

    def shown_difference(self, points: Decimal | None) -> Decimal | None:
        """A difference of two scores on that scale."""
        return None if points is None else self.shown(points) - self.scale_low


DEFAULT_SETTINGS = Settings()


@dataclass(frozen=True)
class Rulebook:
    """A whole rulebook directory."""

    rules: tuple[Rule, ...] = ()
    groups: Mapping[str, tuple[Fraction | None, Fraction | None]] = field(default_factory=dict)
    segments: tuple[Condition, ...] = ()
    parts: tuple[Part, ...] = ()
    stages: tuple[Stage, ...] = ()
    grades: Mapping[str, tuple[tuple[str, Fraction | None], ...]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    rising: Mapping[str, Fraction] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    personal_domains: frozenset[str] = frozenset()
    disposable_domains: frozenset[str] = frozenset()
    seniorities: tuple[Keyword, ...] = ()
    departments: tuple[Keyword, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    lead_sources: Mapping[str, str] = field(default_factory=dict)
    company_sizes: Mapping[str, str] = field(default_factory=dict)
    target_domains: frozenset[str] = frozenset()
    agents: tuple[tuple[str, str | None], ...] = ()
    bursts: tuple[Burst, ...] = ()
    settings: Settings = DEFAULT_SETTINGS

    @property
    def aliases(self) -> dict[str, Mapping[str, str]]:
        """The attributes that have aliases, apart from numbers."""
        return {
            "country": self.countries,
            "industry": self.industries,
            "lead_source": self.lead_sources,
        }

    def usable(self, column: str, cell: str | None) -> str | None:
        """The value of a lead's column as rules see it; missing, or unusable there, is None."""
        value = text(cell)
        if value is None:
            return None
        if column in self.aliases:
            return self.aliases[column].get(alias_form(value), value)
        if column == "employee_count":
            value = self.company_sizes.get(alias_form(value), value)
        if column in NUMERIC_COLUMNS:
            return value if number(value) is not None else None
        if column in BOOLEAN_COLUMNS:
            truth = boolean(value)
            return None if truth is None else str(truth).lower()
        return value

    def operand_of(self, attribute: str, operand: str | None) -> str | None:
        """An operand on what has aliases with each of its items brought to the same names."""
        aliases = self.aliases.get(attribute)
        if aliases is None or operand is None:
            return operand
        return "|".join(aliases.get(alias_form(item), item) for item in operand.split("|"))

    def attribute_matches(
        self, attribute: str, operator: str, operand: str | None, values: Cells
    ) -> bool:
        """Whether an attribute of a person passes an operator."""
        return matches(operator, self.operand_of(attribute, operand), values.get(attribute))

    def email_type(self, email: str | None) -> str:
        """The kind of an email address."""
        address = normalised(email)
        if address is None:
            return "missing"
        if not is_valid_email(address):
            return "invalid"
        domain = address.split("@")[1]
        if domain in self.disposable_domains:
            return "disposable"
        return "personal" if domain in self.personal_domains else "corporate"

    def segment_of(self, values: Cells, held: Container[str] = ()) -> str:
        """The segment all of whose rows hold, lowest priority first, else default.

        `held` are the conditions of conditions.csv that hold.
        """
        names = sorted({(row.priority, row.segment) for row in self.segments})
        for _, name in names:
            rows = [row for row in self.segments if row.segment == name]
            if all(
                (row.operand or "").lower() in held
                if row.attribute == "condition"
                else self.attribute_matches(row.attribute, row.operator, row.operand, values)
                for row in rows
            ):
                return name
        return "default"


def alias_form(value: str) -> str:
    """The form in which aliases are compared: lower case, trimmed, without dots."""
    return value.replace(".", "").strip().lower()


def meaning_of_title(title: str | None, keywords: Iterable[Keyword]) -> str | None:
    """What the best keyword found as whole words in a job title says."""
    words = " " + " ".join(re.sub(r"[\W_]+", " ", (title or "").lower()).split()) + " "
    found = [keyword for keyword in keywords if f" {keyword.keyword} " in words]
    found.sort(key=lambda keyword: (keyword.priority, -len(keyword.keyword)))
    return found[0].meaning if found else None


def read_rulebook(directory: Path) -> Rulebook:
    """Read all files of a complete rulebook directory."""

    def rows(name: str) -> list[dict[str, str]]:
        with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return rulebook_of({path.stem: rows(path.stem) for path in directory.glob("*.csv")})


def rulebook_of(files: Mapping[str, Iterable[Cells]]) -> Rulebook:
    """Give the cells of all files their types and defaults."""

    def rows(name: str) -> list[Cells]:
        return list(files.get(name, ()))

    def pairs(name: str, key: str, value: str) -> dict[str, str]:
        return {alias_form(row[key] or ""): text(row[value]) or "" for row in rows(name)}

    def domains(name: str) -> frozenset[str]:
        return frozenset(normalised(row["domain"]) or "" for row in rows(name))

    def keywords(name: str, meaning: str) -> tuple[Keyword, ...]:
        return tuple(
            Keyword(normalised(row["keyword"]) or "", row[meaning] or "", _given(row, "priority"))
            for row in rows(name)
        )

    grades: dict[str, list[tuple[str, Fraction | None]]] = {}
    for row in rows("grades"):
        grades.setdefault(row["axis"] or "", []).append(
            (row["grade"] or "", number(row["min_points"]))
        )
    return Rulebook(
        rules=tuple(_rule(row) for row in rows("scoring_rules")),
        groups={
            row["rule_group"] or "": (number(row["min_points"]), number(row["max_points"]))
            for row in rows("rule_groups")
        },
        segments=tuple(
            Condition(
                row["segment"] or "",
                _given(row, "priority"),
                row["attribute"] or "",
                text(row["operator"]) or "any",
                text(row["operand"]),
            )
            for row in rows("segments")
        ),
        parts=tuple(_part(row) for row in rows("conditions")),
        stages=tuple(_stage(row) for row in rows("stages")),
        grades={axis: tuple(listed) for axis, listed in grades.items()},
        overrides=tuple(_override(row) for row in rows("overrides")),
        rising={text(row["segment"]) or "*": _given(row, "min_points") for row in rows("rising")},
        terms=tuple(_term(row) for row in rows("probability")),
        personal_domains=domains("personal_email_domains"),
        disposable_domains=domains("disposable_email_domains"),
        seniorities=keywords("seniority_keywords", "seniority"),
        departments=keywords("department_keywords", "department"),
        countries=pairs("country_aliases", "alias", "country"),
        industries=pairs("industry_aliases", "alias", "industry"),
        lead_sources=pairs("lead_source_aliases", "alias", "lead_source"),
        company_sizes=pairs("company_size_aliases", "alias", "employee_count"),
        target_domains=domains("target_accounts"),
        agents=tuple(
            (text(row["operator"]) or "any", text(row["operand"])) for row in rows("machine_agents")
        ),
        bursts=tuple(
            Burst(
                row["event_type"] or "",
                _given(row, "max_gap_seconds"),
                whole(row["min_hits"]) or 0,
                whole(row["min_assets"]) or 0,
            )
            for row in rows("machine_bursts")
        ),
        settings=_settings(rows("settings")),
    )


def _settings(rows: Iterable[Cells]) -> Settings:
    given = {normalised(row["setting"]): text(row["value"]) for row in rows}
    return Settings(
        normalised(given.get("conversion_outcome")) or Settings.conversion_outcome,
        whole(given.get("conversion_horizon_days")) or Settings.conversion_horizon_days,
        Decimal(text(given.get("scale_low")) or Settings.scale_low),
        Decimal(text(given.get("scale_high")) or Settings.scale_high),
    )


def _given(row: Cells, column: str) -> Fraction:
    amount = number(row[column])
    if amount is None:
        raise ValueError(f"{column} must be a number in {row}")
    return amount


def _day(cell: str | None) -> date | None:
    trimmed = text(cell)
    return date.fromisoformat(trimmed) if trimmed else None


def _rule(row: Cells) -> Rule:
    return Rule(
        rule_id=row["rule_id"] or "",
        component=row["component"] or "",
        rule_group=row["rule_group"] or "",
        segment=text(row["segment"]) or "*",
        signal_type=row["signal_type"] or "",
        signal=row["signal"] or "",
        field=normalised(row.get("field")) or "asset",
        operator=text(row["operator"]) or "any",
        operand=text(row["operand"]),
        points=Fraction(Decimal((row["points"] or "").strip())),
        daily_cap=whole(row["daily_cap"]),
        max_points=number(row["max_points"]),
        min_hits=whole(row["min_hits"]),
        within_days=whole(row["within_days"]),
        decay=text(row["decay"]) or "none",
        decay_days=number(row["decay_days"]),
        decay_percent=number(row["decay_percent"]),
        grace_days=whole(row["grace_days"]) or 0,
        decay_clock=text(row["decay_clock"]) or "event",
        expires_after_days=whole(row["expires_after_days"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )


def _part(row: Cells) -> Part:
    return Part(
        condition_id=normalised(row["condition_id"]) or "",
        signal_type=row["signal_type"] or "",
        signal=row["signal"] or "",
        field=normalised(row.get("field")) or "asset",
        operator=text(row["operator"]) or "any",
        operand=text(row["operand"]),
        min_hits=whole(row["min_hits"]) or 1,
        within_days=whole(row["within_days"]),
    )


def _stage(row: Cells) -> Stage:
    return Stage(
        stage=row["stage"] or "",
        rank=_given(row, "stage_rank"),
        segment=text(row["segment"]) or "*",
        min_score=number(row["min_score"]),
        exit_score=number(row["exit_score"]),
        min_fit_points=number(row["min_fit_points"]),
        min_engagement_points=number(row["min_engagement_points"]),
    )


def _override(row: Cells) -> Override:
    return Override(
        override_id=row["override_id"] or "",
        effect=row["effect"] or "",
        stage=text(row["stage"]),
        segment=text(row["segment"]) or "*",
        signal_type=row["signal_type"] or "",
        signal=row["signal"] or "",
        field=normalised(row.get("field")) or "asset",
        operator=text(row["operator"]) or "any",
        operand=text(row["operand"]),
        within_days=whole(row["within_days"]),
    )


def _term(row: Cells) -> Term:
    return Term(
        term_id=row["term_id"] or "",
        signal_type=row["signal_type"] or "",
        signal=row["signal"] or "",
        operator=text(row["operator"]) or "any",
        operand=text(row["operand"]),
        min_hits=whole(row["min_hits"]) or 1,
        within_days=whole(row["within_days"]),
        coefficient=_given(row, "coefficient"),
    )
