"""The command `lint-yaml`: checks dbt's YAML files against the JSON schemas of dbt-core.

dbt 1.11 has the schemas, but uses them with a few adapters only, and DuckDB's is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import yaml
from jsonschema.exceptions import best_match

from lead_scoring.errors import UserError
from lead_scoring.project import ROOT, shown

# Postgres makes a table of the name of a unit test.
LONGEST_NAME = 63
FOLDERS = ("models", "seeds", "macros", "tests", "analyses", "snapshots")


@click.command()
def run() -> None:
    """Check dbt's YAML files against dbt's JSON schemas.

    Each fault is on a line of its own.
    """
    files = yaml_files(ROOT)
    faults = [fault for path in files for fault in faults_of(path)]
    for fault in faults:
        print(fault)
    if faults:
        raise UserError(f"{len(faults)} faults in dbt's YAML files; correct those listed above.")
    print(f"{len(files)} YAML files follow dbt's schemas")


def yaml_files(root: Path) -> list[Path]:
    """dbt_project.yml and the YAML files of dbt's folders."""
    found = [root / "dbt_project.yml"]
    for folder in FOLDERS:
        found += sorted((root / folder).rglob("*.yml")) + sorted((root / folder).rglob("*.yaml"))
    return found


def faults_of(path: Path) -> Iterator[str]:
    """What is wrong with the file, as lines for people."""
    from dbt.jsonschemas.jsonschemas import (  # noqa: PLC0415 - dbt is slow to import
        CustomDraft7Validator,
        project_schema,
        resources_schema,
    )

    schema = project_schema() if path.name == "dbt_project.yml" else resources_schema()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        yield f"{shown(path)}: {' '.join(str(problem).split())}"
        return
    for metric in (content or {}).get("metrics") or []:
        # The schema has only dbt Fusion's form of metrics; dbt-core keeps its own, and passes it.
        metric.pop("type_params", None)
    for error in CustomDraft7Validator(schema).iter_errors(content):
        # Of several schemas that would do, the one that comes closest tells most.
        fault = best_match([error]) or error
        if isinstance(fault.instance, str) and fault.instance.startswith("{{"):
            continue  # only dbt knows what it becomes
        place = ".".join(str(step) for step in fault.absolute_path) or "top"
        yield f"{shown(path)}: {place}: {fault.message[:300]}"
    # dbt_project.yml configures unit tests under the key that elsewhere lists them.
    tests = (content or {}).get("unit_tests") or []
    for test in tests if isinstance(tests, list) else []:
        name = str(test.get("name"))
        if len(name) > LONGEST_NAME:
            yield f"{shown(path)}: {name} has {len(name)} characters; shorten it to {LONGEST_NAME}"
