"""Who the people are: company, role, title, source, when they appear, how active they are.

Everything here is true of a person whatever the lead row says; `leads.py` writes it down,
with spellings, gaps and mistakes. Four kinds of people come to the website:

    buyer        88 %   work at a company that could buy; most never will
    student       5 %   read, download, now and then start a trial
    job_seeker    4 %   read the careers page
    competitor    3 %   look at prices, product and documentation

Two numbers are hidden from the score and drive the rest: `fit` (log-odds; a sum over size,
industry, country, seniority, department, source, target account) and `interest` (standard normal;
how far the person is looking for such a product now). Activity, the events of a person relative to
the average, is lognormal: one person in a hundred makes about a tenth of all events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .companies import SIZE_FIT, SMALL, company_industry, company_size, employees_of
from .draws import Bools, Floats, Ints
from .words import COMPETITORS, COUNTRIES, INDUSTRIES, TARGET_ACCOUNTS, Named
from .world import DAY_MS, HOUR_MS, World, in_office_hours

ROLES = ("buyer", "student", "job_seeker", "competitor")
BUYER, STUDENT, JOB_SEEKER, COMPETITOR = range(4)
ROLE_WEIGHTS = (88, 5, 4, 3)

# Seniority and department: name, how common, what it adds to fit.
SENIORITIES = (
    Named("owner", 7, 0.20, ()),
    Named("c_level", 9, 0.50, ()),
    Named("vp", 9, 0.60, ()),
    Named("director", 15, 0.45, ()),
    Named("manager", 24, 0.10, ()),
    Named("senior", 12, -0.10, ()),
    Named("individual", 17, -0.40, ()),
    Named("entry", 7, -1.10, ()),
)
OWNER, ENTRY = 0, 7
DEPARTMENTS = (
    Named("executive", 5, 0.30, ()),
    Named("marketing", 26, 0.40, ()),
    Named("sales", 20, 0.40, ()),
    Named("it", 13, 0.10, ()),
    Named("engineering", 8, -0.10, ()),
    Named("operations", 9, 0.10, ()),
    Named("finance", 5, -0.10, ()),
    Named("hr", 3, -0.60, ()),
    Named("product", 4, 0.0, ()),
    Named("legal", 1, -0.50, ()),
    Named("support", 3, -0.30, ()),
    Named("research", 2, -0.40, ()),
    Named("education", 1, -0.60, ()),
)
EXECUTIVE, EDUCATION = 0, 12
SOURCES = (
    Named("organic_search", 24, 0.15, ()),
    Named("paid_search", 14, 0.0, ()),
    Named("referral", 7, 0.80, ()),
    Named("partner", 6, 0.60, ()),
    Named("trade_fair", 9, 0.05, ()),
    Named("webinar", 11, 0.20, ()),
    Named("content_syndication", 10, -0.45, ()),
    Named("outbound", 8, -0.25, ()),
    Named("social", 6, -0.20, ()),
    Named("purchased_list", 5, -1.30, ()),
)
SOURCE = {source.name: position for position, source in enumerate(SOURCES)}
# Sources whose people do something on the website that makes them a lead; the others are imported.
INBOUND = np.array(
    [s.name not in ("trade_fair", "outbound", "purchased_list", "partner") for s in SOURCES]
)

MAIL_TYPES = ("corporate", "personal", "disposable", "invalid", "missing")
CORPORATE, PERSONAL, DISPOSABLE, INVALID, MISSING = range(5)


@dataclass(frozen=True)
class People:
    """People number first to first + n - 1, one array element each."""

    number: Ints
    role: Ints  # position in ROLES, and so on for the words below
    company: Ints  # number of the company; target accounts come first, competitors are negative
    size: Ints
    employees: Ints
    industry: Ints
    country: Ints
    seniority: Ints
    department: Ints
    source: Ints
    mail_type: Ints
    has_gateway: Bools  # the company's mail gateway clicks every link
    fit: Floats  # log-odds
    interest: Floats  # standard normal
    activity: Floats  # 1 = average
    first_seen_ms: Ints  # first visit, before created_ms for those with an anonymous past
    created_ms: Ints

    def __len__(self) -> int:
        return len(self.number)

    @property
    def has_mail(self) -> Bools:
        """Mail can reach the person."""
        return self.mail_type <= DISPOSABLE

    @property
    def is_inbound(self) -> Bools:
        inbound: Bools = INBOUND[self.source]
        return inbound


def uses_gmail(world: World, people: People) -> Bools:
    """Whose personal address is at gmail.com, which fetches pictures through its own proxy."""
    at_gmail: Bools = world.draws.chance(0.4, "gmail", people.number)
    at_provider: Bools = people.mail_type == PERSONAL
    return at_provider & at_gmail


def _company_of(world: World, number: Ints, role: Ints) -> Ints:
    """Larger companies send more people: of two companies drawn, four in ten take the larger."""
    draws = world.draws
    targets = len(TARGET_ACCOUNTS)
    one, two = (
        targets
        + (draws.uniform(f"company {i}", number) * (world.companies - targets)).astype(np.int64)
        for i in (1, 2)
    )
    larger = np.where(company_size(world, one) >= company_size(world, two), one, two)
    company = np.where(draws.chance(0.4, "larger company", number), larger, one)
    at_target = draws.chance(0.035, "target account", number)
    target = (draws.uniform("which target", number) * targets).astype(np.int64)
    company = np.where(at_target, target, company)
    competitor = -1 - (draws.uniform("which competitor", number) * len(COMPETITORS)).astype(
        np.int64
    )
    employer: Ints = np.where(role == COMPETITOR, competitor, company)
    return employer


def _created(world: World, number: Ints) -> Ints:
    """Creation times rise with the person's number; leads a day grow by half over the period."""
    share = (number + world.draws.uniform("created", number)) / world.people
    moment = (np.sqrt(0.64 + 0.8 * share) - 0.8) / 0.4
    at_ms = world.start_ms + moment * (world.now_ms - world.start_ms)
    return np.minimum(in_office_hours(at_ms, world, "created", number), world.now_ms - HOUR_MS)


def people(world: World, first: int, count: int) -> People:
    """The people with numbers from first on, the same whatever the size of the chunk."""
    draws = world.draws
    number = np.arange(first, first + count, dtype=np.int64)
    role = draws.pick(ROLE_WEIGHTS, "role", number)
    company = _company_of(world, number, role)
    size = company_size(world, company)
    employees = employees_of(world, company, size)
    industry = company_industry(world, company)
    country = draws.pick([c.weight for c in COUNTRIES], "country", company)
    seniority = draws.pick([s.weight for s in SENIORITIES], "seniority", number)
    seniority = np.where((seniority == OWNER) & (size != SMALL), 1, seniority)
    department = draws.pick([d.weight for d in DEPARTMENTS], "department", number)
    source = draws.pick([s.weight for s in SOURCES], "source", number)

    student = role == STUDENT
    seniority = np.where(student, ENTRY, seniority)
    department = np.where(student, EDUCATION, np.where(seniority == OWNER, EXECUTIVE, department))
    industry = np.where(student, [i.name for i in INDUSTRIES].index("Education"), industry)
    industry = np.where(role == COMPETITOR, 0, industry)
    sought = (role == JOB_SEEKER) | student
    source = np.where(sought | (role == COMPETITOR), SOURCE["organic_search"], source)

    by_mail_type = np.stack(
        [
            draws.pick((78, 12, 2, 2.5, 5.5), "mail type small", number),
            draws.pick((90, 4, 0.5, 1.5, 4), "mail type", number),
            draws.pick((5, 90, 2, 1.5, 1.5), "mail type sought", number),
        ]
    )
    at_work = np.where(size == SMALL, by_mail_type[0], by_mail_type[1])
    mail_type = np.where(sought, by_mail_type[2], at_work)
    hides = (role == COMPETITOR) & (mail_type != CORPORATE)
    mail_type = np.where(hides, PERSONAL, mail_type)

    fit = (
        SIZE_FIT[size]
        + np.array([i.fit for i in INDUSTRIES])[industry]
        + np.array([c.fit for c in COUNTRIES])[country]
        + np.array([s.fit for s in SENIORITIES])[seniority]
        + np.array([d.fit for d in DEPARTMENTS])[department]
        + np.array([s.fit for s in SOURCES])[source]
        + 0.5 * ((company >= 0) & (company < len(TARGET_ACCOUNTS)))
        - 0.4 * (mail_type != CORPORATE)
    )
    interest = draws.normal("interest", number)
    activity = np.exp(1.3 * draws.normal("activity", number) + 0.4 * interest - 0.93)
    activity *= np.array([1.0, 1.2, 0.8, 1.6])[role]
    activity *= np.where(source == SOURCE["purchased_list"], 0.2, 1.0)

    created = _created(world, number)
    has_past = INBOUND[source] & draws.chance(0.6, "anonymous past", number)
    past_days = np.where(has_past, 30 * draws.exponential("days of past", number), 0.0)
    return People(
        number=number,
        role=role,
        company=company,
        size=size,
        employees=employees,
        industry=industry,
        country=country,
        seniority=seniority,
        department=department,
        source=source,
        mail_type=mail_type,
        has_gateway=draws.uniform("gateway", company) < np.array([0.05, 0.16, 0.32])[size],
        fit=fit,
        interest=interest,
        activity=activity,
        first_seen_ms=created - (past_days * DAY_MS).astype(np.int64),
        created_ms=created,
    )
