"""Finds all that names a person: leads, email addresses and visitors, as a build joined them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

from ..errors import UserError
from ..load.erased import LEAD, MAIL, VISITOR

# Leads as the last build knows them; those that have left the input as it knew them last.
_IDENTITIES = """
create or replace temp table identities as
select
    lead_id,
    case when has_valid_email then email end as email,
    merged_into_lead_id
from staging.stg_leads
union all
select
    lead_id,
    case when has_valid_email then email end as email,
    merged_into_lead_id
from intermediate.lead_snapshot
where dbt_valid_to is null and lead_id not in (select lead_id from staging.stg_leads)
"""

# Addresses that the person's leads had before, unless another person has them now.
_EARLIER_ADDRESSES = """
select distinct lower(email)
from (
    select lead_id, email from intermediate.lead_snapshot where has_valid_email
    union all
    select lead_id, email from staging.stg_leads_checked
    where lower(email) similar to '[^@ ,;<>]+@[^@ ,;<>.]+([.][^@ ,;<>.]+)+'
) as versions
where
    list_contains($leads, lead_id)
    and lower(email) not in (
        select email from identities where email is not null and not list_contains($leads, lead_id)
        union
        select email from shared_addresses
    )
"""

# Addresses that join nobody: made up ones, and those that leads of several people have.
_SHARED_ADDRESSES = """
create or replace temp table shared_addresses as
select email
from intermediate.int_listed_addresses
where counts_as = 'nobody'
union
select leads.email
from staging.stg_leads as leads
left join intermediate.int_lead_person_map as map
    on leads.lead_id = map.lead_id and map.scored_on = $day
where leads.has_valid_email and leads.created_on <= $day
group by leads.email
having count(distinct coalesce(map.person_id, leads.lead_id)) > 1
"""

# Further addresses and cookies of the person's leads that no other lead has.
_FURTHER_NAMES = """
select kind, value
from staging.stg_identities
group by kind, value
having
    bool_and(list_contains($leads, lead_id))
    and value not in (
        select email from identities where email is not null and not list_contains($leads, lead_id)
    )
"""

# Visitors of the person's events whose latest event that names a lead names one of the person's.
_VISITORS = """
with named as (
    select
        anonymous_id,
        occurred_at,
        case
            when lead_id in (select lead_id from identities) then list_contains($leads, lead_id)
            when email in (select email from identities) or list_contains($mails, email)
                then list_contains($mails, email)
        end as is_theirs
    from staging.stg_events
    where anonymous_id is not null and coalesce(lead_id, email) is not null
)

select anonymous_id, not bool_and(is_theirs) as is_shared
from named
where is_theirs is not null
group by anonymous_id
having arg_max(is_theirs, occurred_at)
"""


@dataclass(frozen=True)
class Person:
    """The names of one person."""

    leads: frozenset[str] = field(default=frozenset())
    mails: frozenset[str] = field(default=frozenset())
    visitors: frozenset[str] = field(default=frozenset())
    # Of these visitors the ones whom events of others name too: a computer that people share.
    shared: frozenset[str] = field(default=frozenset())

    def joined(self, other: Person) -> Person:
        """The person by the names of both."""
        return Person(
            leads=self.leads | other.leads,
            mails=self.mails | other.mails,
            visitors=self.visitors | other.visitors,
            shared=self.shared | other.shared,
        )

    def names(self) -> Iterator[tuple[str, str]]:
        """Every name with its kind."""
        for kind, names in (
            (LEAD, self.leads),
            (MAIL, self.mails),
            (VISITOR, self.visitors),
        ):
            yield from ((kind, name) for name in sorted(names))

    def pattern(self) -> str:
        """A regular expression that finds the person in a row as text, in small letters.

        A name must stand for itself: ann@example.com is not in joann@example.com. A lead_id or
        anonymous_id that could as well be a number or a word is one only after its column's name.
        """
        before, after = r"(?:^|[^a-z0-9._%+-])", r"(?:$|[^a-z0-9._%+-]|\.(?:$|[^a-z0-9]))"
        ids = [name.lower() for name in (*self.leads, *(self.visitors - self.shared))]
        telling = [re.escape(name) for name in (*self.mails, *filter(_is_telling, ids))]
        # dbt.hash is MD5; the labels of families are hashes of a lead_id.
        telling += [_md5(lead_id) for lead_id in self.leads]
        others = [re.escape(name) for name in ids if not _is_telling(name)]
        found = [f"{before}(?:{'|'.join(sorted(telling))}){after}"]
        if others:
            column = r"(?:lead_id|person_id|anonymous_id)'?(?:=|: )"
            column = rf"(?:{column}|identity_key': (?:lead|visitor) )'?"
            found.append(f"{column}(?:{'|'.join(sorted(others))}){after}")
        return "|".join(found)


def find_person(connection: duckdb.DuckDBPyConnection, known: Person) -> Person:
    """All names of the person with some of the names known; nobody where no lead has one.

    Leads are one person by the contract: with one email address that is not shared by others, or
    merged into one another.
    """
    ((day,),) = connection.execute("select max(scored_on) from marts.lead_scores").fetchall()
    try:
        connection.execute(_SHARED_ADDRESSES, {"day": day})
    except duckdb.CatalogException as missing:
        raise UserError(
            "the warehouse is of an earlier version, which does not know who shares an address:"
            " run make build, then this command again."
        ) from missing
    connection.execute(_IDENTITIES)
    connection.execute(
        "update identities set email = null where email in (select email from shared_addresses)"
    )
    leads, mails, size = set(known.leads), set(known.mails), -1
    found: list[tuple[str, str | None, str | None]] = []
    while len(leads) + len(mails) > size:
        size = len(leads) + len(mails)
        found = connection.execute(
            "select lead_id, email, merged_into_lead_id from identities"
            " where list_contains($leads, lead_id) or list_contains($mails, email)"
            " or list_contains($leads, merged_into_lead_id)",
            {"leads": sorted(leads), "mails": sorted(mails)},
        ).fetchall()
        leads |= {name for lead, _, merged in found for name in (lead, merged) if name}
        mails |= {mail for _, mail, _ in found if mail}
    if not found:
        return Person()
    rows = connection.execute(_EARLIER_ADDRESSES, {"leads": sorted(leads)}).fetchall()
    mails |= {mail for (mail,) in rows}
    further = connection.execute(_FURTHER_NAMES, {"leads": sorted(leads)}).fetchall()
    mails |= {value for kind, value in further if kind == "email"}
    rows = connection.execute(
        _VISITORS, {"leads": sorted(leads), "mails": sorted(mails)}
    ).fetchall()
    own_visitors = {value for kind, value in further if kind == "anonymous_id"}
    return Person(
        leads=frozenset(leads),
        mails=frozenset(mails),
        visitors=frozenset(visitor for visitor, _ in rows) | own_visitors,
        shared=frozenset(visitor for visitor, is_shared in rows if is_shared),
    )


def _is_telling(name: str) -> bool:
    """Whether the name can hardly be anything else: 00Q5g000012, but not 1042 or emea."""
    return len(name) > 4 and not name.isdigit() and any(letter.isdigit() for letter in name)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324
