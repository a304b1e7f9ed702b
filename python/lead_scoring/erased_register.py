"""The register of people who were erased, so that no file brings them back.

It lies beside the warehouse, as lead_scoring.erased.sqlite, and outlives a warehouse that is
rebuilt. Of a person it keeps salted hashes. Only where the CRM still shows a score, the lead_id
stays readable, as nobody could clear the CRM otherwise; it goes once the record is cleared.
"""

from __future__ import annotations

import dataclasses
import datetime
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .load import ErasedPeople
from .sync.acknowledged import leads_shown

_TABLES = """
create table if not exists salt (salt text not null);
create table if not exists erased (name_hash text primary key, erased_on text not null);
create table if not exists to_clear (
    lead_id text not null,
    scope text not null,
    -- Whether make sync has sent the lead to a CRM; else nobody can say when it is cleared.
    is_synced integer not null,
    erased_on text not null,
    primary key (lead_id, scope)
);
"""


def register_path(warehouse: Path) -> Path:
    """Where the register of a warehouse lies."""
    return warehouse.with_name(f"{warehouse.stem}.erased.sqlite")


def read_register(warehouse: Path, scope: str, clear_days: int) -> ErasedPeople:
    """Who was erased; leads whose records the CRM has cleared are forgotten first.

    scope: the people of the demo are others than those of an input, whatever their lead_ids.
    clear_days: for how long the sync asks to clear a lead that make sync has not sent.
    """
    if not register_path(warehouse).exists():
        return ErasedPeople()
    with _opened(warehouse) as register:
        shown = leads_shown(warehouse)
        latest = (_today() - datetime.timedelta(days=clear_days)).isoformat()
        with register:
            for row, lead_id, is_synced, erased_on in register.execute(
                "select rowid, lead_id, is_synced, erased_on from to_clear"
            ).fetchall():
                if erased_on < latest or (is_synced and lead_id not in shown):
                    register.execute("delete from to_clear where rowid = ?", [row])
        return _people(register, scope)


def add_to_register(
    warehouse: Path,
    scope: str,
    names: Iterable[tuple[str, str]],
    leads_to_clear: Iterable[str],
) -> ErasedPeople:
    """Remember a person by their names, each with its kind; all that is known after that."""
    today = _today().isoformat()
    shown = leads_shown(warehouse)
    with _opened(warehouse) as register, register:
        people = _people(register, scope)
        register.executemany(
            "insert or ignore into erased values (?, ?)",
            [(people.hash_of(kind, name), today) for kind, name in names],
        )
        register.executemany(
            "insert or ignore into to_clear values (?, ?, ?, ?)",
            [(lead_id, scope, lead_id in shown, today) for lead_id in leads_to_clear],
        )
        return _people(register, scope)


def unsaved(scope: str, names: Iterable[tuple[str, str]]) -> ErasedPeople:
    """A person by their names, for a look at what an erasure would do."""
    nobody = ErasedPeople(salt=f"{secrets.token_hex(16)}{scope}")
    return dataclasses.replace(nobody, hashes=frozenset(nobody.hash_of(*name) for name in names))


def _people(register: sqlite3.Connection, scope: str) -> ErasedPeople:
    ((salt,),) = register.execute("select salt from salt").fetchall()
    hashes = register.execute("select name_hash from erased")
    to_clear = register.execute(
        "select lead_id from to_clear where scope = ? order by lead_id", [scope]
    )
    return ErasedPeople(
        salt=salt + scope,
        hashes=frozenset(name_hash for (name_hash,) in hashes),
        to_clear=[lead_id for (lead_id,) in to_clear],
    )


@contextmanager
def _opened(warehouse: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(register_path(warehouse))) as register:
        register.execute("pragma secure_delete = on")
        register.executescript(_TABLES)
        with register:
            register.execute(
                "insert into salt select ? where not exists (select 1 from salt)",
                [secrets.token_hex(16)],
            )
        yield register


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
