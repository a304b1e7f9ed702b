"""The leads table: rows of the CRM with their gaps and oddities.

Values are missing at the rates in MISSING, by row, so that the second lead of a person can fill
the gaps of the first. On top of that, people whose number ends in one of the keys of ODDITIES
(modulo 500) bring a text that a careless program trips over: formulas, SQL, quotes, line breaks,
numbers that are none.
"""

from __future__ import annotations

import numpy as np

from . import contacts, profile
from .draws import Texts, only_where
from .people import SOURCE, People
from .rows import NO_ID, NOT_MERGED, LeadRows, created_texts, lead_ids
from .titles import job_titles
from .words import CRM_SYSTEMS
from .world import World, iso_texts

LEAD_COLUMNS = (
    "lead_id", "created_at", "updated_at", "email", "first_name", "last_name", "phone", "job_title",
    "company_name", "website", "industry", "employee_count", "annual_revenue", "country", "region",
    "lead_source", "budget", "authority", "need", "timeline", "do_not_contact", "is_deleted",
    "merged_into_lead_id", "owner_id", "crm_system", "webinar_topic",
)  # fmt: skip

# Share of rows in which a column is empty, before oddities.
MISSING = {
    "updated_at": 0.06,
    "first_name": 0.03,
    "last_name": 0.03,
    "phone": 0.55,
    "job_title": 0.13,
    "company_name": 0.05,
    "website": 0.45,
    "industry": 0.24,
    "employee_count": 0.20,
    "annual_revenue": 0.55,
    "country": 0.07,
    "lead_source": 0.04,
    "owner_id": 0.60,
    "crm_system": 0.45,
}
# Imported lists come filled in, but for the phone and what only a conversation brings.
MISSING_WHEN_IMPORTED = 0.4

LONG_NAME = (
    "The Worshipful Company of " + ", ".join(f"{system} Resellers" for system in CRM_SYSTEMS) * 40
)
ODDITIES = {
    21: ("company_name", '=HYPERLINK("https://www.our-company.example/?q="&A1,"click")'),
    33: ("last_name", "'; drop table leads; --"),
    45: ("company_name", 'Garr "The Hammer" Holt, Sons & Daughters'),
    57: ("job_title", "Head of Sales\nand Marketing"),
    69: ("first_name", "🚀 Zoë 🦊"),
    81: ("company_name", LONG_NAME),
    93: ("employee_count", "lots"),
    105: ("annual_revenue", "confidential"),
    117: ("updated_at", "yesterday"),
    129: ("do_not_contact", "maybe"),
    141: ("phone", "+1 (202) 555-0142, ext. 7"),
    153: ("country", "Atlantis"),
    165: ("employee_count", "-5"),
    177: ("last_name", "@SUM(1+1)*cmd|' /C calc'!A0"),
    189: ("job_title", "\\N"),
    201: ("merged_into_lead_id", "L99999999"),
    213: ("region", "Île-de-France; 75"),
    225: ("website", "javascript:alert(1)"),
    237: ("industry", "NULL"),
    249: ("employee_count", "1e400"),
}


def lead_table(world: World, people: People, rows: LeadRows, emails: Texts) -> dict[str, Texts]:
    """All columns of the lead rows as text; None where a cell is empty."""
    draws = world.draws
    number = people.number[rows.person]
    merged_into = lead_ids(people, rows.person, np.maximum(rows.merged_into, 0))
    columns: dict[str, Texts] = {
        "lead_id": only_where(rows.copy != NO_ID, lead_ids(people, rows.person, rows.copy)),
        "created_at": created_texts(world, people, rows),
        "updated_at": iso_texts(rows.updated_ms),
        "email": contacts.row_emails(draws, people, rows, emails),
        "first_name": contacts.first_names(draws, people)[rows.person],
        "last_name": contacts.family_names(draws, people)[rows.person],
        "phone": contacts.phones(draws, people, rows),
        "job_title": job_titles(draws, people, rows.person, rows.draw_key),
        "company_name": contacts.company_names(draws, people, rows),
        "website": contacts.websites(draws, people, rows),
        "industry": profile.industries(draws, people, rows),
        "employee_count": profile.employee_counts(draws, people, rows),
        "annual_revenue": profile.annual_revenues(draws, people, rows),
        "country": profile.countries(draws, people, rows),
        "region": profile.regions(draws, people, rows),
        "lead_source": profile.lead_sources(draws, people, rows),
        **profile.bant(draws, people, rows),
        **profile.flags(draws, people, rows),
        "merged_into_lead_id": only_where(rows.merged_into != NOT_MERGED, merged_into),
        "crm_system": profile.crm_systems(draws, people, rows),
        "webinar_topic": profile.webinar_topics(people, rows),
    }
    imported = (people.source == SOURCE["purchased_list"]) | (people.source == SOURCE["outbound"])
    thinned = np.where(imported, MISSING_WHEN_IMPORTED, 1.0)[rows.person]
    # Of two versions of a row one must be known to be the later.
    has_versions = np.isin(number, number[rows.is_older_version])
    for column, rate in MISSING.items():
        gone = draws.chance(rate * thinned, f"{column} missing", number, rows.draw_key)
        if column == "updated_at":
            gone &= ~has_versions
        columns[column] = only_where(~gone, columns[column])
    for ending, (column, text) in ODDITIES.items():
        odd = (number % 500 == ending) & (rows.copy == 0) & ~rows.is_older_version
        columns[column][odd] = text
    return {column: columns[column] for column in LEAD_COLUMNS}
