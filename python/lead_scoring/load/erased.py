"""Leaves out the rows of people who were erased, whatever the input files still hold.

People are known by salted hashes alone. An event is a person's as the scores see it: by its
lead_id; where that names no lead, by its email address; where that names none either, by its
anonymous_id. Rows of others stay, without the cells that show an email address of somebody erased.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from ..contract import EVENTS, IDENTITIES, LEADS, UNREADABLE_LINE, Source
from ..sql import identifier, literal
from ..sql_macros import call
from .raw_table import RawTable

LEAD, MAIL, VISITOR = "lead", "mail", "visitor"

_WORDS = r"[^\s,;|\"]+"
_ADDRESSES = r"[^\s,;|\"<>()=&?:/]+@[^\s,;|\"<>()=&?:/@]+[^\s,;|\"<>()=&?:/@.]"


@dataclass(frozen=True)
class ErasedPeople:
    """The hashes of the lead_ids, email addresses and anonymous_ids of people who were erased.

    to_clear: the leads of these people whose records in the CRM still show a score.
    """

    salt: str = ""
    hashes: frozenset[str] = field(default=frozenset())
    to_clear: Sequence[str] = ()

    def hash_of(self, kind: str, name: str) -> str:
        """What is kept of a name."""
        return hashlib.sha256(f"{self.salt} {kind} {name}".encode()).hexdigest()

    def leave_out(self, raw: RawTable, source: Source) -> int:
        """Delete the rows of the erased; how many they were.

        Leads go first: a lead that was merged into one of the erased is erased as well, and the
        events of its lead_id with it.
        """
        if not self.hashes:
            return 0
        if source is LEADS:
            self._list_hashes(raw)
        raw.connection.execute("begin")
        deleted = raw.delete_where(self._is_theirs(raw, source))
        for column in raw.columns:
            shows = _shows_address(self.salt, column)
            if column == UNREADABLE_LINE:
                deleted += raw.delete_where(f"{shows} or {_names_one(self.salt)}")
            else:
                raw.empty(column, shows)
        raw.connection.execute("commit")
        return deleted

    def write_leads_to_clear(self, connection: duckdb.DuckDBPyConnection) -> None:
        """raw.erased_leads: the leads that the CRM has to clear."""
        connection.execute("create or replace table raw.erased_leads (lead_id varchar)")
        if self.to_clear:
            connection.executemany(
                "insert into raw.erased_leads values (?)", [[lead] for lead in self.to_clear]
            )

    def _list_hashes(self, leads: RawTable) -> None:
        leads.connection.execute(
            "create or replace temp table erased_hashes as select unnest($hashes) as erased_hash",
            {"hashes": sorted(self.hashes)},
        )
        if "merged_into_lead_id" in leads.columns:
            merged = self._is(LEAD, _clean("merged_into_lead_id"))
            while leads.connection.execute(
                "insert into erased_hashes"
                f" select distinct {_hash(self.salt, LEAD, _clean('lead_id'))} as lead_hash"
                f" from {leads.name} where {merged} and lead_hash is not null"
                " and lead_hash not in (select erased_hash from erased_hashes) returning 1"
            ).fetchall():
                pass

    def _is_theirs(self, raw: RawTable, source: Source) -> str:
        """The condition that a row is of one of the erased."""
        lead, mail, visitor = (
            _clean(name) if name in raw.columns else "cast(null as varchar)"
            for name in ("lead_id", "email", "anonymous_id")
        )
        if source is IDENTITIES:
            named = f"{self._is(MAIL, _address('value'))} or {self._is(VISITOR, _clean('value'))}"
            return f"{self._is(LEAD, lead)} or {named}"
        if source is not EVENTS:
            return f"{self._is(LEAD, lead)} or {self._is(MAIL, f'lower({mail})')}"
        names_no_lead = f"not {_is_known(raw.connection, lead, 'lead_id')}"
        names_nobody = (
            f"{names_no_lead} and not {_is_known(raw.connection, f'lower({mail})', 'email')}"
        )
        return (
            f"{self._is(LEAD, lead)} or ({self._is(MAIL, f'lower({mail})')} and {names_no_lead})"
            f" or ({self._is(VISITOR, visitor)} and {names_nobody})"
        )

    def _is(self, kind: str, name: str) -> str:
        hashed = _hash(self.salt, kind, name)
        return f"coalesce({hashed} in (select erased_hash from erased_hashes), false)"


def _clean(column: str) -> str:
    """The id or address in a column as staging reads it."""
    text = call("clean_text", identifier(column))
    return str(call("read_email_address" if column == "email" else "read_id", f"({text})"))


def _address(column: str) -> str:
    return (
        f"lower({call('read_email_address', '(' + call('clean_text', identifier(column)) + ')')})"
    )


def _hash(salt: str, kind: str, name: str) -> str:
    return f"sha256({literal(f'{salt} {kind} ')} || {name})"


def _is_known(connection: duckdb.DuckDBPyConnection, name: str, column: str) -> str:
    """The condition that a lead of the input has the name."""
    described = connection.execute("describe raw.leads").fetchall()
    if column not in {row[0] for row in described}:
        return "false"
    known = _clean(column) if column == "lead_id" else f"lower({_clean(column)})"
    return f"coalesce({name} in (select {known} from raw.leads where {known} is not null), false)"


def _shows_address(salt: str, column: str) -> str:
    """The condition that a cell shows an email address of one of the erased."""
    cell = f"lower({identifier(column)})"
    return f"contains({cell}, '@') and {_has_erased(salt, MAIL, cell, _ADDRESSES)}"


def _names_one(salt: str) -> str:
    """The condition that a line that could not be read has a lead_id of one of the erased."""
    return f"{UNREADABLE_LINE} is not null and {_has_erased(salt, LEAD, UNREADABLE_LINE, _WORDS)}"


def _has_erased(salt: str, kind: str, text: str, pattern: str) -> str:
    words = f"regexp_extract_all({text}, {literal(pattern)})"
    hashes = f"list_transform({words}, lambda word: {_hash(salt, kind, 'word')})"
    return f"list_has_any({hashes}, (select list(erased_hash) from erased_hashes))"
