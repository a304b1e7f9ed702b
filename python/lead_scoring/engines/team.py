"""The warehouse of a team's own dbt project, by the connection of its dbt profile.

Queries name tables as this project does (marts.lead_scores). Where the team's project puts them, by
its target schema or a generate_schema_name of its own, stands in the manifest that dbt writes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dbt.adapters.factory import get_adapter, register_adapter, reset_adapters
from dbt.adapters.sql import SQLAdapter
from dbt.config.runtime import RuntimeConfig, load_profile, load_project
from dbt.flags import set_from_args
from dbt.mp_context import get_mp_context
from dbt_common.context import set_invocation_context
from dbt_common.events.base_types import EventLevel
from dbt_common.exceptions import DbtBaseException

from ..dbt_runner import plain_message, run_dbt
from ..errors import UserError
from ..project import NAME, ROOT, dbt_target
from ..rulebook_file import FILES
from .base import ROWS_AT_ONCE, MissingTableError

# A text of the query, or a table by the schema that this project gives it.
_TEXT_OR_TABLE = re.compile(
    r"'(?:[^']|'')*'|\b(staging|intermediate|marts|activation|rulebook)\.(\w+)"
)
_MISSING = re.compile(r"does not exist|NOT_FOUND|was not found", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Relation:
    """A table or view as the engine calls it, its name without the schema, and its columns."""

    name: str
    alias: str
    columns: Mapping[str, str]

    @property
    def shown(self) -> str:
        """Its name, for people."""
        return self.name.replace('"', "")


class TeamWarehouse:
    """The target of a team's dbt project."""

    def __init__(self, team: Path, target: str) -> None:
        """The target of that name, or the profile's default; an error where it is not there."""
        self._team = team
        self._target = target
        set_invocation_context(os.environ)
        profiles = os.environ.get("DBT_PROFILES_DIR") or _profiles_beside(team)
        set_from_args(SimpleNamespace(PROFILES_DIR=str(profiles), PROJECT_DIR=str(team)), None)
        try:
            self._profile = load_profile(str(team), {}, target_override=target or None)
        except DbtBaseException as error:
            raise UserError(plain_message(str(error))) from None
        self._is_open = False

    @property
    def name(self) -> str:
        """What the warehouse is called, for people."""
        credentials = self._profile.credentials
        return f"{credentials.database}.{credentials.schema} (target {self._profile.target_name})"

    @property
    def kind(self) -> str:
        """The type of the engine as the profile has it, such as duckdb."""
        return str(self._profile.credentials.type)

    @property
    def beside(self) -> Path:
        """The path beside which files about the warehouse lie that are not in it."""
        return self._team / f"lead_scoring_{self._profile.target_name}"

    @property
    def made(self) -> Path:
        """Where dbt writes what it compiles."""
        return dbt_target()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; MissingTableError where it names a table that is not there."""
        return list(self.stream(query))

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The same rows, some at a time, so that memory stays bounded."""
        query = _TEXT_OR_TABLE.sub(self._placed, query)
        try:
            _, cursor = self._adapter().connections.add_query(query, auto_begin=False)
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield from map(tuple, rows)
        except DbtBaseException as error:
            # A transaction in which a query has failed would refuse the next one.
            self._close()
            if _MISSING.search(str(error)):
                raise MissingTableError(str(error)) from None
            raise UserError(f"{self.name}: {plain_message(str(error))}") from None

    def run_dbt(self, arguments: list[str], variables: dict[str, Any] | None = None) -> None:
        """Run one dbt command in the team's project; a UserError where it does not succeed."""
        self._close()
        # Named only where the user names it: dbt takes it for another project otherwise.
        target = ["--target", self._target] if self._target else []
        run_dbt([*arguments, *target], None, variables)
        reset_adapters()

    @contextmanager
    def transaction(self) -> Iterator[Callable[[str], None]]:
        """Run statements all or none; the rows that they see are those of the same transaction."""
        connections = self._adapter().connections
        connections.begin()

        def execute(statement: str) -> None:
            connections.add_query(_TEXT_OR_TABLE.sub(self._placed, statement), auto_begin=False)

        try:
            yield execute
            connections.commit()
        except DbtBaseException as error:
            raise UserError(f"{self.name}: {plain_message(str(error))}") from None
        finally:
            # Rolls back what was not committed.
            self._close()

    def tables(self) -> list[Relation]:
        """The tables that this project has made there; views show what these hold."""
        return self._existing(
            [
                node
                for node in self._nodes()
                if node["package_name"] == NAME and node["resource_type"] in ("model", "snapshot")
            ],
            only_tables=True,
        )

    def relations(
        self, names: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], Mapping[str, str]]:
        """The columns of tables and views by their schema and name here, where they are there."""
        wanted = set(names)
        nodes = {
            key: node
            for node in self._nodes()
            if (key := (node["config"].get("schema") or "", node["name"])) in wanted
        }
        return {
            key: found[0].columns
            for key, node in nodes.items()
            if (found := self._existing([node]))
        }

    def inputs(self) -> list[Relation]:
        """The team's tables and models that this project reads, and what they are made of."""
        manifest = json.loads(self._manifest().read_text(encoding="utf-8"))
        known = manifest["nodes"] | manifest["sources"]
        ours = {key for key, node in manifest["nodes"].items() if node["package_name"] == NAME}
        # Analyses and tests read things too, of which nothing is kept.
        asked = {key for key in ours if key.startswith(("model.", "snapshot."))}
        read: set[str] = set()
        while asked:
            parents = {
                one for key in asked for one in known[key].get("depends_on", {}).get("nodes", ())
            }
            asked = {key for key in parents - ours - read if key in known}
            read |= asked
        return self._existing([known[key] for key in sorted(read)])

    def _existing(
        self, nodes: list[dict[str, Any]], *, only_tables: bool = False
    ) -> list[Relation]:
        """Those of the nodes that are there, with their columns."""
        kinds = " and tables.table_type = 'BASE TABLE'" if only_tables else ""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for schema, table, column, kind in self.rows(
            "select columns.table_schema, columns.table_name, columns.column_name,"
            " columns.data_type from information_schema.columns as columns"
            " inner join information_schema.tables as tables"
            " on columns.table_catalog = tables.table_catalog"
            " and columns.table_schema = tables.table_schema"
            f" and columns.table_name = tables.table_name{kinds}"
        ):
            found.setdefault((schema, table), {})[column] = kind
        relations = []
        for node in nodes:
            alias = node.get("alias") or node.get("identifier") or node["name"]
            if columns := found.get((node["schema"], alias)):
                relations.append(Relation(node["relation_name"], alias, columns))
        return relations

    def _adapter(self) -> Any:
        """dbt's adapter with an open connection."""
        if not self._is_open:
            set_invocation_context(os.environ)
            project = load_project(str(self._team), False, self._profile, {})
            config = RuntimeConfig.from_parts(project, self._profile, SimpleNamespace())
            reset_adapters()
            register_adapter(config, get_mp_context(), EventLevel.DEBUG)
            self._is_open = True
        adapter = get_adapter(self._profile)
        if not isinstance(adapter, SQLAdapter):
            raise UserError(
                f"this command cannot read {self.kind} yet; the marts can be read there by SQL and"
                " by BI tools (docs/guides/bi-tools.md)."
            )
        if adapter.connections.get_if_exists() is None:
            # As in dbt's own runs, a path in the profile is relative to the project.
            with chdir(self._team):
                _ = adapter.acquire_connection(NAME).handle
        return adapter

    def _close(self) -> None:
        if self._is_open:
            reset_adapters()
            self._is_open = False

    def _placed(self, found: re.Match[str]) -> str:
        """The table as the team's warehouse calls it; a text as it is."""
        if found[1] is None:
            return found[0]
        return self._relations.get((found[1], found[2]), found[0])

    @cached_property
    def _relations(self) -> dict[tuple[str, str], str]:
        """Each table of this project, by its schema and name here, with the name it has there."""
        return {
            (node["config"].get("schema") or "", node["name"]): node["relation_name"]
            for node in self._nodes()
            if node.get("relation_name")
        }

    def seed_files(self) -> dict[str, Path]:
        """The files of the rulebook in force, by name: the team's own, else the package's."""
        return {
            node["name"]: Path(node["root_path"], node["original_file_path"])
            for node in self._nodes()
            if node["resource_type"] == "seed" and node["name"] in FILES
        }

    def _nodes(self) -> list[dict[str, Any]]:
        """This project's nodes, and the team's seeds last: those of a name take its place."""
        nodes = json.loads(self._manifest().read_text(encoding="utf-8"))["nodes"].values()
        ours = [node for node in nodes if node["package_name"] == NAME]
        names = {node["name"] for node in ours} | set(FILES)
        return ours + [
            node
            for node in nodes
            if node["package_name"] != NAME
            and node["resource_type"] == "seed"
            and node["name"] in names
        ]

    def _manifest(self) -> Path:
        """What dbt knows of the project on this target; dbt is asked where that may be out of date.

        The manifest of the team's own runs may be of another target.
        """
        place = hashlib.sha256(self.name.encode()).hexdigest()[:8]
        directory = dbt_target() / NAME / place
        path = directory / "manifest.json"
        made = path.stat().st_mtime if path.is_file() else 0.0
        if any(file.stat().st_mtime > made for file in self._said_in()):
            # So that dbt reads again only what has changed since a run of the team's.
            known = dbt_target() / "partial_parse.msgpack"
            if known.is_file():
                directory.mkdir(parents=True, exist_ok=True)
                shutil.copy(known, directory)
            self.run_dbt(["parse", "--quiet", "--target-path", str(directory)])
        return path

    def _said_in(self) -> Iterator[Path]:
        """The files that say which tables there are, and where."""
        for directory in (self._team, ROOT):
            yield from directory.glob("*.yml")
            yield from (directory / "macros").rglob("*.sql")


def _profiles_beside(team: Path) -> Path:
    """Where dbt looks for profiles.yml: in the project, else at home."""
    return team if (team / "profiles.yml").is_file() else Path.home() / ".dbt"
