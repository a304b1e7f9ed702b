"""The roles of a Postgres database and their rights, brought to one state however often it runs.

Tables are rebuilt by every build, so what readers may read is said by default privileges: each
table that the builder makes in the schema is theirs to read from its first moment on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812 - a class
from psycopg2.extensions import encrypt_password

from ..engines.postgres_server import connected, execute, rows
from ..errors import UserError
from ..sql import identifier, literal
from ..warehouse import SCHEMAS


@dataclass(frozen=True)
class Role:
    """A role named by LEAD_SCORING_<purpose>_ROLE, with the password of ..._PASSWORD if given."""

    purpose: str
    reads: str = ""

    @property
    def name(self) -> str:
        """Its name."""
        default = f"lead_scoring_{self.purpose.lower()}"
        return os.environ.get(f"LEAD_SCORING_{self.purpose}_ROLE") or default

    @property
    def password(self) -> str:
        """Its new password; empty where the one it has is to stay."""
        return os.environ.get(f"LEAD_SCORING_{self.purpose}_PASSWORD", "")

    @property
    def quoted(self) -> str:
        """Its name in SQL."""
        return identifier(self.name)


BUILDER = Role("BUILDER")
READERS = (Role("BI", reads="marts"), Role("SYNC", reads="activation"))


def give_access() -> list[str]:
    """Bring roles and rights to their state in one transaction; a line on each role."""
    with connected() as server:
        lines = [_make(server, role) for role in (BUILDER, *READERS)]
        for statement in _statements(server):
            execute(server, statement)
        _check(server)
    return lines


def _make(server: Connection, role: Role) -> str:
    is_new = not rows(server, f"select 1 from pg_roles where rolname = {literal(role.name)}")
    if is_new:
        execute(server, f"create role {role.quoted} login")
    if role.password:
        # Only what the server stores of a password is sent, so that no log of statements has it.
        stored = encrypt_password(role.password, role.name, scope=server)
        execute(server, f"alter role {role.quoted} password {literal(stored)}")
    made = "new" if is_new else "there"
    password = "password set" if role.password else "password as it was"
    may = f"reads {role.reads}" if role.reads else "builds all schemas"
    return f"  {role.name}: {may} ({made}, {password})"


def _statements(server: Connection) -> list[str]:
    """SQL that gives each role what it needs, and takes the rest from it and from everybody."""
    database = identifier(server.info.dbname)
    readers = ", ".join(role.quoted for role in READERS)
    builder = BUILDER.quoted
    ((is_member,),) = rows(server, f"select pg_has_role({literal(BUILDER.name)}, 'member')")
    found = [
        f"revoke all on database {database} from public, {readers}",
        f"revoke all on schema public from public, {readers}",
        f"grant connect, create, temporary on database {database} to {builder}",
        # The schema that profiles.yml names, though no model goes there.
        f"grant usage, create on schema public to {builder}",
    ]
    # Who is no superuser may act for another role only as a member of it.
    if not is_member:
        found.append(f"grant {builder} to current_user")
    for schema in sorted(SCHEMAS):
        found += [
            f"create schema if not exists {schema} authorization {builder}",
            f"revoke all on schema {schema} from public, {readers}",
            f"revoke all on all tables in schema {schema} from public, {readers}",
        ]
    for role in READERS:
        found += [
            f"grant connect on database {database} to {role.quoted}",
            f"grant usage on schema {role.reads} to {role.quoted}",
            f"grant select on all tables in schema {role.reads} to {role.quoted}",
            f"alter default privileges for role {builder} in schema {role.reads}"
            f" grant select on tables to {role.quoted}",
        ]
    if not is_member:
        found.append(f"revoke {builder} from current_user")
    return found


def _check(server: Connection) -> None:
    """An error where a role may do more, or the builder less, than it should."""
    names = ", ".join(literal(role.name) for role in (BUILDER, *READERS))
    powerful = rows(
        server,
        f"select rolname from pg_roles where rolname in ({names})"
        " and (rolsuper or rolcreaterole or rolbypassrls)",
    )
    if powerful:
        raise UserError(
            f"the role {powerful[0][0]} is a superuser or may make roles, so that it can read and"
            " change everything; name another one."
        )
    schemas = ", ".join(literal(schema) for schema in sorted(SCHEMAS))
    for role in READERS:
        more = rows(
            server,
            f"select nspname from pg_namespace where nspname in ({schemas}, 'public')"
            f" and (has_schema_privilege({literal(role.name)}, oid, 'create') or"
            f" nspname <> {literal(role.reads)}"
            f" and has_schema_privilege({literal(role.name)}, oid, 'usage')) order by 1",
        )
        if more:
            raise UserError(
                f"the role {role.name} may use the schema {more[0][0]} by other rights than these;"
                " take it out of the roles it belongs to, and run this as the database's owner."
            )
    less = rows(
        server,
        f"select nspname from pg_namespace where nspname in ({schemas}) and nspname <> 'raw'"
        f" and not has_schema_privilege({literal(BUILDER.name)}, oid, 'create') order by 1",
    )
    if less:
        schema = identifier(less[0][0])
        raise UserError(
            f"the schema {less[0][0]} belongs to another role; hand it over and run this again:"
            f" alter schema {schema} owner to {BUILDER.quoted}"
        )
