"""The order of the house: folders read only what stands before them, and files stay readable."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from lead_scoring.project import ROOT

MODELS = ROOT / "models"
# As a reader walks through it: what comes in, what a run does with it, what lasts, what is shown.
FOLDERS = [
    "staging",
    "intermediate/rulebook",
    "intermediate/calendar",
    "intermediate/lead_history",
    "intermediate/event_intake",
    "intermediate/run_scope",
    "intermediate/identity",
    "intermediate/activity",
    "intermediate/attributes",
    "intermediate/points",
    "intermediate/scores",
    "intermediate/stages",
    "intermediate/outcomes",
    "intermediate/contacts",
    "intermediate/follow_up",
    "intermediate/probability",
    "intermediate/drift",
    "intermediate/rulebook_review",
    "intermediate/score_changes",
    "intermediate/accounts",
    "intermediate/run_state",
    "intermediate/comparison",
    "marts/core",
    "marts/follow_up",
    "marts/activation",
    "marts/data_quality",
    "marts/metrics",
    "marts/reports",
    "marts/rulebook_review",
    "marts/score_performance",
    "marts/comparison",
]
REF = re.compile(r"ref\('(\w+)'\)")
TABLE = re.compile(r"\b(staging|intermediate|marts|rulebook|activation)\.(\w+)\b")
MOST_LINES_OF_YAML = 700
# Longer ones read as one idea; splitting them would hide it.
MOST_LINES_OF_SQL = 170
# As .sqlfluff has it. It does not read the models of sources: they are off unless asked for.
WIDEST_LINE_OF_SQL = 120


def folder_of(path: Path) -> str:
    """The folder of a model as FOLDERS names it."""
    place = path.relative_to(MODELS).as_posix()
    return next(folder for folder in FOLDERS if place.startswith(f"{folder}/"))


def models() -> dict[str, Path]:
    """The models by name."""
    return {path.stem: path for path in MODELS.rglob("*.sql")}


def test_every_folder_reads_only_folders_before_it() -> None:
    place = {name: FOLDERS.index(folder_of(path)) for name, path in models().items()}
    backwards = [
        f"{name} ({FOLDERS[place[name]]}) reads {parent} ({FOLDERS[place[parent]]})"
        for name, path in models().items()
        for parent in REF.findall(path.read_text(encoding="utf-8"))
        if parent in place and place[parent] > place[name]
    ]
    assert not backwards, "\n".join(backwards)


def test_no_file_of_models_is_too_long_to_read() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for pattern, most in (("*.yml", MOST_LINES_OF_YAML), ("*.sql", MOST_LINES_OF_SQL))
        for path in MODELS.rglob(pattern)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > most
    ]
    assert not long, "\n".join(long)


def test_no_line_of_a_source_is_too_wide() -> None:
    wide = [
        f"{path.relative_to(ROOT)}: line {number}"
        for path in (MODELS / "staging" / "sources").rglob("*.sql")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > WIDEST_LINE_OF_SQL
    ]
    assert not wide, "\n".join(wide)


def schema_of(model: str) -> str:
    """The schema of a model, as dbt_project.yml gives it to the deepest of its folders."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    settings = project["models"]["lead_scoring"]
    schema = ""
    for folder in models()[model].relative_to(MODELS).parts[:-1]:
        settings = settings.get(folder, {})
        schema = settings.get("+schema", schema)
    return schema


def test_tables_are_where_commands_pages_and_guides_say() -> None:
    """A table that moved to another schema would be missed only by who runs the command."""
    known = models()
    files = [
        *(ROOT / "python" / "lead_scoring").rglob("*.py"),
        *(ROOT / "charts").rglob("*.yml"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "README.md",
    ]
    wrong = [
        f"{file.relative_to(ROOT)}: {schema}.{table}"
        for file in files
        for schema, table in TABLE.findall(file.read_text(encoding="utf-8"))
        if (table in known and schema_of(table) != schema)
        or (table not in known and table.startswith(("int_", "stg_", "state_")))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_lead_is_a_he() -> None:
    words = re.compile(r"(?<![=\w])(he|him|his|himself)\b")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("models", "macros", "tests")
        for path in sorted((ROOT / folder).rglob("*.*"))
        if path.suffix in {".sql", ".yml"}
        for line in path.read_text(encoding="utf-8").splitlines()
        if words.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_operators_are_listed_alike_for_marketers() -> None:
    """The build refuses others, by known_operators; the workbook's notes are the seeds' YAML."""
    checks = (ROOT / "macros" / "checks" / "problems.sql").read_text(encoding="utf-8")
    body = checks.split("macro known_operators()")[1].split("endmacro")[0]
    listed = ", ".join(re.findall(r"'(\w+)'", body))
    assert "starts_with" in listed
    for file in ("seeds/rulebook/README.md", "models/staging/rulebook/_rulebook__seeds.yml"):
        assert listed in (ROOT / file).read_text(encoding="utf-8"), f"{file} lacks: {listed}"
    assert listed in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


def test_every_source_is_known_listed_and_has_a_guide() -> None:
    """The folder of an adapter is found by its name in the macros, the tests and the guides."""
    facts = (ROOT / "macros" / "sources" / "known_sources.sql").read_text(encoding="utf-8")
    guides = ROOT / "docs" / "guides" / "sources"
    listed = (guides / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in (MODELS / "staging" / "sources").iterdir()}
    assert names == set(re.findall(r"^        '(\w+)': \{", facts, re.MULTILINE))
    for name in sorted(names):
        assert (guides / f"{name}.md").exists(), f"docs/guides/sources/{name}.md is missing"
        assert f"| `{name}` |" in listed, f"docs/guides/sources/README.md has no row for {name}"


def test_every_mart_is_in_the_list_of_marts() -> None:
    listed = (ROOT / "docs" / "marts.md").read_text(encoding="utf-8")
    marts = [path.stem for path in (MODELS / "marts").rglob("*.sql")]
    missing = [mart for mart in marts if not re.search(rf"\b{mart}`", listed)]
    assert not missing, f"docs/marts.md has no row for {', '.join(sorted(missing))}"


def test_every_derived_attribute_is_in_the_guide_for_marketers() -> None:
    macros = (ROOT / "macros" / "scoring" / "attributes.sql").read_text(encoding="utf-8")
    names = re.findall(r"^        '(\w+)': \[", macros.split("endmacro")[0], re.MULTILINE)
    assert "seniority" in names
    guide = (ROOT / "seeds" / "rulebook" / "README.md").read_text(encoding="utf-8")
    missing = [name for name in names if f"`{name}`" not in guide]
    assert not missing, f"seeds/rulebook/README.md does not name {', '.join(missing)}"
