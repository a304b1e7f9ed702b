"""Names, companies and addresses of the lead rows.

Family and company names are made of syllables. Corporate mail is at the company's .example domain;
personal and throw-away addresses are at real providers with an invented family name and the person's number.
"""

from __future__ import annotations

import numpy as np

from .draws import Draws, Texts
from .people import CORPORATE, DISPOSABLE, INVALID, JOB_SEEKER, PERSONAL, SMALL, STUDENT, People, uses_gmail
from .rows import LeadRows
from .words import (
    COMPANY_ENDS,
    COMPANY_KINDS,
    COMPANY_MIDDLES,
    COMPANY_STARTS,
    COMPETITORS,
    COUNTRIES,
    DISPOSABLE_DOMAINS,
    FAMILY_ENDS,
    FAMILY_STARTS,
    FIRST_NAMES,
    INVALID_EMAILS,
    LEGAL_FORMS,
    PERSONAL_DOMAINS,
    ROLE_ACCOUNTS,
    TARGET_ACCOUNTS,
)
from .world import World

STEMS = len(COMPANY_STARTS) * len(COMPANY_MIDDLES) * len(COMPANY_ENDS)


def company_of(number: int) -> tuple[str, str]:
    """Name and mail domain of a company; different for the first 600,000."""
    if number < 0:
        return COMPETITORS[-1 - number]
    if number < len(TARGET_ACCOUNTS):
        return TARGET_ACCOUNTS[number]
    block, index = divmod(number, STEMS)
    index = (index * 7919) % STEMS
    index, end = divmod(index, len(COMPANY_ENDS))
    start, middle = divmod(index, len(COMPANY_MIDDLES))
    stem = COMPANY_STARTS[start] + COMPANY_MIDDLES[middle] + COMPANY_ENDS[end]
    kind = COMPANY_KINDS[(number + block) % len(COMPANY_KINDS)]
    domain = f"{stem}-{kind}" if block else stem
    return f"{stem} {kind}", f"{domain.lower()}.example"


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
    names = np.array([company_of(number)[0] for number in people.company[person].tolist()], dtype=object)
    campus = np.array([f"University of {name.split()[0]}" for name in names], dtype=object)
    names = np.where(student, campus, names + legal)
    names = np.where(capitals, [name.upper() for name in names], names)
    return np.where((people.role[person] == JOB_SEEKER) & (rows.copy == 0), None, names)


def websites(draws: Draws, people: People, rows: LeadRows) -> Texts:
    key = people.number[rows.person], rows.draw_key
    start = draws.one_of(("https://www.", "https://", "www.", ""), "website form", *key)
    domains = [company_of(number)[1] for number in people.company[rows.person].tolist()]
    sites: Texts = start + np.array(domains, dtype=object)
    return np.where(people.role[rows.person] == STUDENT, None, sites)


def phones(draws: Draws, people: People, rows: LeadRows) -> Texts:
    """Numbers from the ranges kept free for fiction."""
    last = (100 * draws.uniform("phone", people.number)).astype(np.int64)[rows.person].tolist()
    names = [COUNTRIES[country].name for country in people.country[rows.person].tolist()]
    ranges = {"United Kingdom": "+44 20 7946 00{:02d}", "Germany": "+49 30 23125 0{:02d}"}
    return np.array([ranges.get(n, "+1 (202) 555-01{:02d}").format(i) for n, i in zip(names, last, strict=True)], object)


def person_emails(world: World, people: People) -> Texts:
    """The address of each person's first lead, spelled as mail tools spell it; None where it is missing."""
    draws = world.draws
    style = draws.uniform("mail style", people.number)
    gmail = uses_gmail(world, people)
    providers = np.where(gmail, "gmail.com", draws.one_of(PERSONAL_DOMAINS, "provider", people.number))
    disposable = draws.one_of(DISPOSABLE_DOMAINS, "throw-away", people.number)
    invalid = draws.one_of(INVALID_EMAILS, "invalid mail", people.number)
    role_account = draws.one_of(ROLE_ACCOUNTS, "role account", people.number)
    emails = np.empty(len(people), dtype=object)
    names = zip(first_names(draws, people), family_names(draws, people), strict=True)
    for i, (first, family) in enumerate(names):
        first, family = ascii_lower(first), ascii_lower(family)
        kind = people.mail_type[i]
        if kind == CORPORATE:
            domain = company_of(int(people.company[i]))[1]
            if people.role[i] == STUDENT:
                domain = f"campus-{domain}"
            local = f"{first}.{family}" if style[i] < 0.7 else f"{first[0]}{family}"
            shared = style[i] > 0.96 and people.size[i] == SMALL  # two colleagues under one are one person
            emails[i] = f"{role_account[i] if shared else local}@{domain}"
        elif kind == PERSONAL:
            emails[i] = f"{first}.{family}{people.number[i] + 100}@{providers[i]}"
        elif kind == DISPOSABLE:
            emails[i] = f"{family[:3]}{people.number[i] * 7919 % 1_000_003}@{disposable[i]}"
        elif kind == INVALID:
            emails[i] = invalid[i]
    return emails


def row_emails(draws: Draws, people: People, rows: LeadRows, emails: Texts) -> Texts:
    """The address in each row: retyped in a second lead, another one in a lead that was merged."""
    first, family = first_names(draws, people), family_names(draws, people)
    style = draws.uniform("retyped", people.number)
    texts = emails[rows.person].copy()
    for i in np.flatnonzero(rows.copy > 0):
        person, email = rows.person[i], texts[i]
        if rows.merged_into[i] >= 0:
            local = f"{ascii_lower(first[person])}-{ascii_lower(family[person])}"
            copy = rows.copy[i] if rows.copy[i] > 1 else ""
            texts[i] = f"{local}{copy}@{company_of(int(people.company[person]))[1]}"
        elif email is not None:
            retyped = (email.upper(), f" {email} ", email.title(), f"{email}\t")
            texts[i] = retyped[int(style[person] * len(retyped))]
    return texts


def ascii_lower(name: str) -> str:
    """A name as it stands in addresses."""
    return name.lower().replace("ö", "oe").replace("ü", "ue")

