"""What lead rows say of person and company: size, money, place, BANT, in everybody's own way."""

from __future__ import annotations

import numpy as np

from .companies import ENTERPRISE
from .draws import Draws, Floats, Texts, only_where
from .people import SOURCE, SOURCES, People
from .rows import LeadRows
from .words import COUNTRIES, CRM_SYSTEMS, INDUSTRIES, US_REGIONS, WEBINARS, Named

SIZE_RANGES = (
    (10, "1-10"), (50, "11-50"), (200, "51-200"), (500, "201-500"), (1000, "501-1000"),
    (5000, "1001-5000"),
)  # fmt: skip
LARGEST_RANGE = "5,001+"
USD_PER_EMPLOYEE = 140_000.0


def spelled(
    draws: Draws, values: tuple[Named, ...], people: People, rows: LeadRows, column: str
) -> Texts:
    """Countries or industries: the usual name in two rows of three, else another spelling."""
    positions = getattr(people, column)[rows.person].tolist()
    key = people.number[rows.person], rows.draw_key
    chances = draws.uniform(f"{column} spelling", *key).tolist()
    texts = np.empty(len(rows), dtype=object)
    for i, (position, chance) in enumerate(zip(positions, chances, strict=True)):
        value = values[position]
        other = int((chance - 0.66) / 0.34 * len(value.spellings))
        texts[i] = value.name if chance < 0.66 else value.spellings[other]
    return texts


def countries(draws: Draws, people: People, rows: LeadRows) -> Texts:
    return spelled(draws, COUNTRIES, people, rows, "country")


def industries(draws: Draws, people: People, rows: LeadRows) -> Texts:
    return spelled(draws, INDUSTRIES, people, rows, "industry")


def regions(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """States, for leads in the United States, the first country."""
    region = draws.one_of(US_REGIONS, "region", people.number)[rows.person]
    return only_where(people.country[rows.person] == 0, region)


def employee_counts(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """A plain number in 82 rows of 100, else a range, a lower bound, an estimate, a grouping."""
    styles = draws.uniform("size style", people.number[rows.person], rows.draw_key).tolist()
    sizes = zip(people.employees[rows.person].tolist(), styles, strict=True)
    return np.array([_size(employees, style) for employees, style in sizes], dtype=object)


def _size(employees: int, style: float) -> str:
    digits = 10 ** (len(str(employees)) - 1)
    if style < 0.82:
        return str(employees)
    if style < 0.91:
        return next((label for limit, label in SIZE_RANGES if employees <= limit), LARGEST_RANGE)
    if style < 0.94:
        return f"{employees // digits * digits:,}+"
    if style < 0.97:
        return f"approx {employees // max(1, digits // 10) * max(1, digits // 10)}"
    return f"{employees:,}"


def annual_revenues(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """US dollars, plain in six rows of ten, else with a currency, grouping or unit."""
    spread = np.exp(0.5 * draws.normal("revenue", np.maximum(people.company, 0)))
    usd = (people.employees * USD_PER_EMPLOYEE * spread)[rows.person].tolist()
    styles = draws.uniform("revenue style", people.number[rows.person], rows.draw_key).tolist()
    amounts = zip(usd, styles, strict=True)
    return np.array([_money(amount, style) for amount, style in amounts], dtype=object)


def _money(usd: float, style: float) -> str:
    thousands = max(1, round(usd / 1000))
    if style < 0.6:
        return str(thousands * 1000)
    if style < 0.85:
        if thousands >= 1_000_000:
            return f"${thousands / 1e6:.1f}B"
        return f"${thousands / 1000:.0f}M" if thousands >= 2000 else f"${thousands}K"
    return f"{thousands * 1000:,}" if style < 0.95 else f"USD {thousands / 1000:.1f} million"


def lead_sources(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """The source; one row in 25 with capitals."""
    names = np.array([source.name for source in SOURCES], dtype=object)[people.source[rows.person]]
    capital = draws.chance(0.04, "source capitals", people.number[rows.person], rows.draw_key)
    capitals = np.array([name.capitalize() for name in names], dtype=object)
    return np.where(capital, capitals, names)


def bant(draws: Draws, people: People, rows: LeadRows) -> dict[str, Texts]:
    """Budget, authority, need and timeline of the three people in ten whom somebody asked."""
    number = people.number
    asked = draws.chance(0.3, "bant asked", number)
    wish = people.interest + 0.8 * draws.normal("need noise", number)
    money = 0.7 * people.fit + 0.6 * people.interest + draws.normal("budget noise", number)
    rank = -people.seniority + 1.5 * draws.normal("authority noise", number)
    hurry = people.interest + draws.normal("timeline noise", number)
    columns = {
        "budget": _bands(money, (-0.6, 0.9), ("none", "planned", "approved")),
        "authority": _bands(rank, (-5.0, -2.5), ("user", "influencer", "decision_maker")),
        "need": _bands(wish, (-0.5, 0.8), ("low", "medium", "high")),
        "timeline": _bands(
            hurry, (-0.8, 0.4, 1.2), ("no_plan", "this_year", "this_half", "this_quarter")
        ),
    }
    known = {name: asked & draws.chance(0.9, f"{name} known", number) for name in columns}
    return {n: only_where(known[n], values)[rows.person] for n, values in columns.items()}


def _bands(values: Floats, cuts: tuple[float, ...], labels: tuple[str, ...]) -> Texts:
    bands: Texts = np.array(labels, dtype=object)[np.searchsorted(np.array(cuts), values)]
    return bands


def crm_systems(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """Custom attribute: the CRM a company uses; spreadsheets and none are for the smaller ones."""
    small = draws.pick((15, 25, 5, 15, 25, 15), "crm small", people.number)
    large = draws.pick((45, 18, 25, 5, 5, 2), "crm large", people.number)
    system = np.where(people.size == ENTERPRISE, large, small)
    texts: Texts = np.array(CRM_SYSTEMS, dtype=object)[system][rows.person]
    return texts


def webinar_topics(people: People, rows: LeadRows) -> Texts:
    """Custom attribute: the webinar that brought the lead."""
    topics = np.array(WEBINARS, dtype=object)[people.number % len(WEBINARS)]
    return only_where(people.source == SOURCE["webinar"], topics)[rows.person]


def flags(draws: Draws, people: People, rows: LeadRows) -> dict[str, Texts]:
    """do_not_contact, is_deleted and owner_id, with the yes and no that CRMs export."""
    key = people.number[rows.person], rows.draw_key
    yes = draws.one_of(("true", "true", "true", "TRUE", "1", "yes"), "spelling of yes", *key)
    no = draws.one_of(("false", "false", "false", "FALSE", "0", None), "spelling of no", *key)
    refuses = draws.chance(0.025, "do not contact", people.number)[rows.person]
    owners = [f"u-{1 + int(12 * u):02d}" for u in draws.uniform("owner", people.company).tolist()]
    return {
        "do_not_contact": np.where(refuses, yes, no),
        "is_deleted": np.where(rows.is_deleted, np.array("true", dtype=object), no),
        "owner_id": np.array(owners, dtype=object)[rows.person],
    }
