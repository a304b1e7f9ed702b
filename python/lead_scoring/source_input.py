"""SOURCES: the input of a build is what loaders have left in the warehouse itself."""

from __future__ import annotations

from typing import Any

from .errors import UserError
from .project import project_vars
from .warehouse import Warehouse

Sources = dict[str, Any]


def sources_of(named: str, given: str, variables: dict[str, Any]) -> Sources:
    """The var sources that SOURCES, VARS or the project gives; empty where the input is files.

    named: SOURCES. given: INPUT, which cannot stand beside it. variables: VARS.
    """
    in_vars = variables.get("sources") or {}
    if named and in_vars:
        raise UserError("SOURCES and VARS both name sources; keep one of them.")
    sources = _parsed(named) if named else in_vars or project_vars().get("sources") or {}
    if sources and given:
        raise UserError(
            f"INPUT={given} and the sources {', '.join(sources)} would both be the input; keep one"
            " of them. What comes in files beside the sources is a table of your warehouse, which"
            " the var raw_models or mapping names."
        )
    return dict(sources)


def _parsed(named: str) -> Sources:
    """Of hubspot:hubspot_eu,segment the var sources; a source named twice has two connections."""
    found: dict[str, list[dict[str, str]]] = {}
    for part in named.split(","):
        name, colon, schema = (text.strip() for text in part.partition(":"))
        if not name or (colon and not schema):
            raise UserError(
                f"SOURCES={named} is no list of sources; write it as hubspot,segment:prod_web,"
                " with the schema where it has another name than the source."
            )
        found.setdefault(name, []).append({"schema": schema} if schema else {})
    return {name: given if len(given) > 1 else given[0] for name, given in found.items()}


def described(sources: Sources) -> str:
    """The sources and their schemas in a line."""
    told = []
    for name, given in sources.items():
        connections = given if isinstance(given, list) else [given]
        schemas = [str((settings or {}).get("schema") or name) for settings in connections]
        told.append(name if schemas == [name] else f"{name} (schema {', '.join(schemas)})")
    return f"the tables of {', '.join(told)}"


def was_built_on_sources(warehouse: Warehouse) -> bool:
    """Whether the latest build read tables of loaders in the warehouse itself."""
    if warehouse.path not in warehouse.files():
        return False
    with warehouse.read(warehouse.path) as connection:
        made = "select 1 from duckdb_tables() where (schema_name, table_name) = (?, ?)"
        return bool(connection.execute(made, ["marts", "source_columns"]).fetchall())
