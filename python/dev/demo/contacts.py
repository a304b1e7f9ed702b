"""Names, companies and addresses of the lead rows.

Family and company names are made of syllables. Corporate mail is at the company's .example domain;
personal and throw-away addresses are at real providers with an invented family name and the
person's number.
"""

from __future__ import annotations

import numpy as np

from .companies import SMALL, company_of
from .draws import Draws, Texts, only_where
from .people import (
    CORPORATE,
    DISPOSABLE,
    INVALID,
    JOB_SEEKER,
    PERSONAL,
    STUDENT,
    People,
    uses_gmail,
)
from .rows import LeadRows
from .words import (
    COUNTRIES,
    DISPOSABLE_DOMAINS,
    FAMILY_ENDS,
    FAMILY_STARTS,
    FIRST_NAMES,
    INVALID_EMAILS,
    LEGAL_FORMS,
    PERSONAL_DOMAINS,
    ROLE_ACCOUNTS,
)
from .world import World


def companies_of(people: People) -> list[tuple[str, str]]:
    """Name and mail domain of each person's company."""
    pairs = zip(people.company.tolist(), people.industry.tolist(), strict=True)
    return [company_of(number, industry) for number, industry in pairs]


def first_names(draws: Draws, people: People) -> Texts:
    return draws.one_of(FIRST_NAMES, "first name", people.number)


def family_names(draws: Draws, people: People) -> Texts:
    start = draws.one_of(FAMILY_STARTS, "family start", people.number)
    names: Texts = start + draws.one_of(FAMILY_ENDS, "family end", people.number)
    return names


def company_names(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """The employer as typed: with or without its legal form, now and then in capitals."""
    person = rows.person
    student = people.role[person] == STUDENT
    key = people.number[person], rows.draw_key
    legal = draws.one_of(LEGAL_FORMS, "legal form", *key)
    capitals = draws.chance(0.04, "company capitals", *key)
    names = np.array([name for name, _ in companies_of(people)], dtype=object)[person]
    campus = np.array([f"University of {name.split()[0]}" for name in names], dtype=object)
    names = np.where(student, campus, names + legal)
    shouted = np.array([name.upper() for name in names], dtype=object)
    names = np.where(capitals, shouted, names)
    return only_where((people.role[person] != JOB_SEEKER) | (rows.copy > 0), names)


def websites(draws: Draws, people: People, rows: LeadRows) -> Texts:
    key = people.number[rows.person], rows.draw_key
    start = draws.one_of(("https://www.", "https://", "www.", ""), "website form", *key)
    domains = np.array([domain for _, domain in companies_of(people)], dtype=object)
    return only_where(people.role[rows.person] != STUDENT, start + domains[rows.person])


def phones(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """Numbers from the ranges kept free for fiction."""
    last = (100 * draws.uniform("phone", people.number)).astype(np.int64)[rows.person].tolist()
    names = [COUNTRIES[country].name for country in people.country[rows.person].tolist()]
    ranges = {"United Kingdom": "+44 20 7946 00{:02d}", "Germany": "+49 30 23125 0{:02d}"}
    elsewhere = "+1 (202) 555-01{:02d}"
    numbers = zip(names, last, strict=True)
    return np.array([ranges.get(name, elsewhere).format(i) for name, i in numbers], dtype=object)


def person_emails(world: World, people: People) -> Texts:
    """The address of each person's first lead in lower case; None where it is missing."""
    draws = world.draws
    style = draws.uniform("mail style", people.number)
    gmail = uses_gmail(world, people)
    provider = draws.one_of(PERSONAL_DOMAINS, "provider", people.number)
    disposable = draws.one_of(DISPOSABLE_DOMAINS, "throw-away", people.number)
    invalid = draws.one_of(INVALID_EMAILS, "invalid mail", people.number)
    role_account = draws.one_of(ROLE_ACCOUNTS, "role account", people.number)
    domains = [domain for _, domain in companies_of(people)]
    emails = np.empty(len(people), dtype=object)
    names = zip(first_names(draws, people), family_names(draws, people), strict=True)
    for i, (first_name, family_name) in enumerate(names):
        first, family = ascii_lower(first_name), ascii_lower(family_name)
        kind = people.mail_type[i]
        if kind == CORPORATE:
            domain = domains[i] if people.role[i] != STUDENT else f"campus-{domains[i]}"
            local = f"{first}.{family}" if style[i] < 0.7 else f"{first[0]}{family}"
            # A mailbox that colleagues share makes them one person, so large companies have none.
            shared = style[i] > 0.96 and people.size[i] == SMALL
            emails[i] = f"{role_account[i] if shared else local}@{domain}"
        elif kind == PERSONAL:
            domain = "gmail.com" if gmail[i] else provider[i]
            emails[i] = f"{first}.{family}{people.number[i] + 100}@{domain}"
        elif kind == DISPOSABLE:
            emails[i] = f"{family[:3]}{people.number[i] * 7919 % 1_000_003}@{disposable[i]}"
        elif kind == INVALID:
            emails[i] = invalid[i]
    return emails


def row_emails(draws: Draws, people: People, rows: LeadRows, emails: Texts) -> Texts:
    """The address in each row: retyped in a second lead, another one in a lead that was merged."""
    first, family = first_names(draws, people), family_names(draws, people)
    domains = [domain for _, domain in companies_of(people)]
    style = draws.uniform("retyped", people.number)
    texts = emails[rows.person].copy()
    for i in np.flatnonzero(rows.copy > 0):
        person, email = rows.person[i], texts[i]
        if rows.merged_into[i] >= 0:
            local = f"{ascii_lower(first[person])}-{ascii_lower(family[person])}"
            copy = rows.copy[i] if rows.copy[i] > 1 else ""
            texts[i] = f"{local}{copy}@{domains[person]}"
        elif email is not None:
            retyped = (email.upper(), f" {email} ", email.title(), f"{email}\t")
            texts[i] = retyped[int(style[person] * len(retyped))]
    return texts


def ascii_lower(name: str) -> str:
    """A name as it stands in addresses."""
    return name.lower().replace("ö", "oe").replace("ü", "ue")
