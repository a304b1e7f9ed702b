"""Rulebooks as workbooks: the way there and back loses nothing, and mistakes name their cell."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from lead_scoring import dbt_runner as runner
from lead_scoring.compare.rulebooks import find_rulebook
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from lead_scoring.rulebook_directory import composed_directory, find_scorecards, put_in_force
from lead_scoring.rulebook_file import FILES
from lead_scoring.workbook import command
from lead_scoring.workbook.cells import is_number_column
from lead_scoring.workbook.choices import closed_lists, find_choices
from lead_scoring.workbook.directory import as_directory
from lead_scoring.workbook.held import Held, read_held
from lead_scoring.workbook.writing import Sheet, write_workbook

from .conftest import CommandLine, QuickRunner, dbt_runner

SHIPPED = [ROOT / "seeds" / "rulebook", ROOT / "rulebooks" / "early", ROOT / "rulebooks" / "mature"]


@pytest.fixture(autouse=True)
def _no_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAD_SCORING_DUCKDB_PATH", str(tmp_path / "none.duckdb"))


def run(**options: str) -> None:
    """The command with these options."""
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command.run.main(arguments, standalone_mode=False)


def to_workbook(directory: Path, path: Path) -> Path:
    run(rulebook=str(directory), out=str(path))
    return path


def to_directory(path: Path, directory: Path) -> Path:
    run(**{"in": str(path), "out": str(directory)})
    return directory


def save(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook as a person would fill it."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def edited(path: Path, edit: Callable[[Workbook], object]) -> Path:
    workbook = load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return path


def csv_of(path: Path, name: str) -> list[list[str]]:
    text = (as_directory(ROOT, path) / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        put_in_force(ROOT, str(path))
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.startswith(str(path))
    return sentence.removeprefix(str(path))


@pytest.mark.parametrize("directory", SHIPPED, ids=lambda directory: directory.name)
def test_a_shipped_rulebook_comes_back_byte_for_byte(directory: Path, tmp_path: Path) -> None:
    workbook = to_workbook(directory, tmp_path / "rulebook.xlsx")
    back = to_directory(workbook, tmp_path / "back")
    files = {path.name: path.read_bytes() for path in directory.glob("*.csv")}
    assert {path.name: path.read_bytes() for path in back.iterdir()} == files
    # Again into the directory it comes from: nothing is written.
    times = {path: path.stat().st_mtime_ns for path in back.iterdir()}
    to_directory(workbook, back)
    assert {path: path.stat().st_mtime_ns for path in back.iterdir()} == times


GROUPS = ["rule_group", "max_points"]

# What a spreadsheet would like to be something else.
AWKWARD = [
    "=1+1", "=HYPERLINK(\"http://example.com\")", "+49 30", "-x", "@home",
    "'quoted", "007", "7", "0.5",
    "1-10", "1/2", "5.0", "0.50", "1e5", "-0", "12345678901234567890", "TRUE",
    "2026-01-02", "8:30", "50%",
    "_x0041_", "_x000D_", "a,b", 'say "no"', "  in blanks  ", "Zoë 🙂", "<&>", "#N/A", "a|b|c", "",
]  # fmt: skip


@pytest.mark.parametrize("column", ["operand", "points", "reason"])
def test_cells_stay_the_text_that_they_are(column: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    rows = [["term", column], *([f"row {n}", text] for n, text in enumerate(AWKWARD))]
    name = {"operand": "scoring_rules", "points": "scoring_rules", "reason": "overrides"}[column]
    first = {"scoring_rules": ["rule_id", "component"], "overrides": ["override_id", "effect"]}
    header = [*first[name], column]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([number, "fit", cell] for number, cell in rows[1:])
    (source / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    workbook = to_workbook(source, tmp_path / "rulebook.xlsx")
    sheet = load_workbook(workbook)[name]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    back = to_directory(workbook, tmp_path / "back")
    assert (back / f"{name}.csv").read_bytes() == (source / f"{name}.csv").read_bytes()


def test_only_columns_of_plain_numbers_are_numbers() -> None:
    assert is_number_column("points", ["5", "", "-0.25", "0"])
    for text in ["5.0", "05", "1e3", "-0", "5 ", "1234567890123456", "0,5", "x"]:
        assert not is_number_column("points", ["5", text]), text
    assert not is_number_column("points", ["", ""])
    for name in ["operand", "owner_id", "value"]:
        assert not is_number_column(name, ["5"])


def test_a_file_written_in_another_way_has_the_same_cells(tmp_path: Path) -> None:
    """Its own bytes stay where the workbook changes none of its cells."""
    source = tmp_path / "source"
    source.mkdir()
    content = b'\xef\xbb\xbfmax_points,"rule_group"\r\n\r\n10,web\r\n'
    (source / "rule_groups.csv").write_bytes(content)
    workbook = to_workbook(source, tmp_path / "rulebook.xlsx")
    assert csv_of(workbook, "rule_groups") == [["max_points", "rule_group"], ["10", "web"]]
    to_directory(workbook, source)
    assert (source / "rule_groups.csv").read_bytes() == content
    edited(workbook, lambda book: book["rule_groups"].cell(2, 1, 12))
    to_directory(workbook, source)
    assert (source / "rule_groups.csv").read_bytes() == b"max_points,rule_group\n12,web\n"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (5, "5"), (5.0, "5"), (0.5, "0.5"), (0.1 + 0.2, "0.3"), (-2.0, "-2"), (-0.0, "0"),
        (1e21, "1000000000000000000000"), (1e-7, "0.0000001"), (True, "true"), (False, "false"),
        (date(2026, 3, 1), "2026-03-01"), (datetime(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 8, 30), "2026-03-01 08:30:00"), (time(8, 30), "8:30"),
        (time(16), "16:00"), (timedelta(hours=24), "24:00"), (" spaces ", " spaces "),
    ],
)  # fmt: skip
def test_what_people_type_comes_back_as_the_csv_has_it(
    typed: object, text: str, tmp_path: Path
) -> None:
    path = save(tmp_path / "typed.xlsx", rule_groups=[["rule_group", "min_points"], ["web", typed]])
    assert csv_of(path, "rule_groups")[1] == ["web", text]


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    """Blank rows are left out of what dbt reads, and count in messages all the same."""
    rows: list[list[Any]] = [
        ["rule_group", "max_points"],
        [None, None],
        ["web", 5],
        ["  "],
        ["mail", 7],
        [],
    ]
    path = save(tmp_path / "mine.xlsx", _notes=[["anything"]], Rule_Groups=rows, Sheet1=[])
    put_in_force(ROOT, str(path))
    composed = composed_directory(ROOT, str(path))
    with (composed / "rule_groups.csv").open(newline="") as lines:
        read = list(csv.DictReader(lines))
    places = [(row["file_name"], row["file_row"], row["rule_group"]) for row in read]
    assert places == [
        (f"{path}, sheet rule_groups", "row 3", "web"),
        (f"{path}, sheet rule_groups", "row 5", "mail"),
    ]
    with (composed / "stages.csv").open(newline="") as lines:
        assert {row["file_row"] for row in csv.DictReader(lines)} == {"filled in"}


def test_a_workbook_stands_wherever_a_directory_does(tmp_path: Path) -> None:
    path = save(tmp_path / "Spring Rules.xlsx", rule_groups=[["rule_group"], ["web"]])
    scorecards = find_scorecards(ROOT, str(path), str(path))
    assert [scorecard.name for scorecard in scorecards] == ["default", "spring_rules"]
    compared = find_rulebook("RULEBOOK", str(path))
    assert compared.name == str(path)
    assert compared.files["rule_groups"].splitlines()[1:] == [b"web,,,"]


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"rule_groups": []}, ", sheet rule_groups: row 1 is empty; it has to name the columns."),
        ({"rule_groups": [[], ["web"]]}, ", sheet rule_groups: row 1 is empty"),
        ({"rules": [["a"]]}, ", sheet rules: there is no rulebook file of that name"),
        ({"stage": [["a"]]}, "(did you mean stages?); rename the sheet, or let the name of a"),
        ({"_notes": [["a"]]}, " has no sheet with rules; name its sheets after the files"),
        (
            {"rule_groups": [["rule_group", "max_point"], ["web", 5]]},
            ", sheet rule_groups, row 1: max_point is no column of rule_groups.csv"
            " (did you mean max_points?); rename or remove it.",
        ),
        (
            {"rule_groups": [["rule_group", None, "max_points"], ["web", None, 5]]},
            ", sheet rule_groups, row 1: an empty name is no column",
        ),
        ({"rule_groups": [["max_points"], [5]]}, ", row 1: no column rule_group; add it."),
        (
            {"rule_groups": [GROUPS, ["web", 5, "see Ann"]]},
            ", sheet rule_groups, row 2: a cell is filled in a column that row 1 does not name",
        ),
        (
            {"rule_groups": [GROUPS, ["web", "=2+3"]]},
            ", sheet rule_groups, cell B2 is a formula; replace it by its result",
        ),
        (
            {"rule_groups": [GROUPS, [], ["web\nmail", 5]]},
            ", sheet rule_groups, row 3: cell 1 holds a line break; remove it.",
        ),
    ],
)
def test_what_is_no_rulebook_gets_one_sentence(
    sheets: dict[str, list[list[Any]]], words: str, tmp_path: Path
) -> None:
    assert words in refused(save(tmp_path / "mine.xlsx", **sheets))


def merge(book: Workbook) -> None:
    book["rule_groups"].merge_cells("A2:A3")


def as_percentage(book: Workbook) -> None:
    book["rule_groups"]["B2"].number_format = "0%"


def as_error(book: Workbook) -> None:
    cell = book["rule_groups"]["B2"]
    cell.value = "#REF!"
    cell.data_type = "e"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (merge, ", sheet rule_groups: the cells A2:A3 are merged; unmerge them and fill each"),
        (as_percentage, ", sheet rule_groups, cell B2 is a percentage; format it as a number"),
        (as_error, ", sheet rule_groups, cell B2 is an error of the spreadsheet (#REF!)"),
    ],
)
def test_cells_that_have_no_text_get_one_sentence(
    edit: Callable[[Workbook], None], words: str, tmp_path: Path
) -> None:
    path = save(tmp_path / "mine.xlsx", rule_groups=[GROUPS, ["web", 0.5], ["mail", 5]])
    assert words in refused(edited(path, edit))


def test_files_that_are_no_workbooks_get_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"rule_group\nweb\n")
    assert " cannot be read as a workbook; open it in a spreadsheet and save it" in refused(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert " is in the old format .xls, or has a password; save it" in refused(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", bytes(201_000_000))
    assert " unpacks to 201 MB, too much for a rulebook" in refused(path)
    for ending in (".xls", ".ods"):
        other = tmp_path / f"mine{ending}"
        other.write_bytes(b"")
        assert " is a workbook of another format; save it as an Excel workbook" in refused(other)
    text = tmp_path / "mine.txt"
    text.write_bytes(b"")
    with pytest.raises(UserError, match=r"is a file; name the directory that holds it, or a work"):
        put_in_force(ROOT, str(text))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "name what to write: make rulebook OUT=rulebook.xlsx"),
        ({"out": "rules.csv"}, "is no workbook; let its name end in .xlsx"),
        ({"in": "none.xlsx", "out": "dir"}, "is no workbook; name a file that ends in .xlsx"),
        ({"in": "a.xlsx", "out": "dir", "rulebook": "dir"}, "IN names the rulebook already"),
    ],
)
def test_options_that_do_not_go_together_get_one_sentence(
    options: dict[str, str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as caught:
        run(**options)
    assert words in str(caught.value)


def test_edits_in_a_workbook_are_not_lost(tmp_path: Path) -> None:
    """It is written over while it holds the rows of the rulebook, and no others."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "rule_groups.csv").write_text("rule_group,max_points\nweb,5\n")
    path = to_workbook(source, tmp_path / "mine.xlsx")
    to_workbook(source, path)
    edited(path, lambda book: book["rule_groups"].cell(2, 2, 6))
    with pytest.raises(UserError, match=r"exists and differs from .*; bring its rows back"):
        to_workbook(source, path)
    to_directory(path, source)
    assert (source / "rule_groups.csv").read_text() == "rule_group,max_points\nweb,6\n"
    to_workbook(source, path)


@pytest.mark.models
def test_what_a_rule_gets_wrong_names_sheet_and_row(tmp_path: Path) -> None:
    user = CommandLine(tmp_path / "user")
    user.warehouse.parent.mkdir(parents=True)
    path = to_workbook(SHIPPED[0], tmp_path / "mine.xlsx")

    def misspell(book: Workbook) -> None:
        sheet = book["scoring_rules"]
        (row,) = (cell.row for cell in sheet["A"] if cell.value == "demo_request")
        columns = [cell.value for cell in sheet[1]]
        sheet.cell(row, columns.index("operator") + 1).value = "eq"
        sheet.insert_rows(3, amount=100 - row)

    edited(path, misspell)
    with (
        mock.patch.dict(os.environ, user._environment({"RULEBOOK": str(path)}), clear=True),
        mock.patch(f"{dbt_runner().__module__}.dbtRunner", partial(QuickRunner, reports=True)),
        pytest.raises(UserError) as caught,
    ):
        runner.run_dbt(
            ["build", "--selector", "rulebook"], user.warehouse, {"custom_attributes": ["plan"]}
        )
    assert str(caught.value).startswith(
        f"{path}, sheet scoring_rules, row 100 (demo_request): operator 'eq' is not known. Use one"
    )


# --- what the workbook offers


def lists(path: Path, name: str) -> dict[str, DataValidation]:
    """The drop-downs of a sheet by the name of their column."""
    sheet = load_workbook(path)[name]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        first = str(rule.sqref).split(":", maxsplit=1)[0]
        assert first.endswith("2")
        found[str(sheet[f"{first[:-1]}1"].value)] = rule
    return found


def words_of(path: Path, reference: str | None) -> list[str]:
    """The values that a drop-down offers."""
    assert reference is not None
    sheet, cells = reference.replace("'", "").replace("$", "").split("!")
    return [str(cell.value) for (cell,) in load_workbook(path)[sheet][cells]]


def test_columns_have_notes_and_closed_lists_have_drop_downs(tmp_path: Path) -> None:
    path = to_workbook(SHIPPED[0], tmp_path / "rulebook.xlsx")
    book = load_workbook(path)
    assert book.sheetnames == ["_about", *FILES, "_lists"]
    assert book["_lists"].sheet_state == "hidden"
    for name, definition in FILES.items():
        for cell in book[name][1]:
            assert cell.comment is not None
            assert definition.notes[str(cell.value)] in cell.comment.text.replace("\n", " ")
        assert book[name].freeze_panes in {"A2", "B2"}
    for (name, column), words in closed_lists().items():
        rule = lists(path, name)[column] if column in {c.value for c in book[name][1]} else None
        if rule:
            assert words_of(path, rule.formula1) == words
            assert rule.showErrorMessage
    assert words_of(path, lists(path, "scoring_rules")["decay"].formula1) == [
        "none", "exponential", "linear", "step",
    ]  # fmt: skip
    assert words_of(path, lists(path, "scoring_rules")["segment"].formula1)[:2] == ["*", "default"]
    assert "segment" not in lists(path, "segments")


def test_numbers_are_numbers_and_texts_are_kept_from_the_spreadsheet(tmp_path: Path) -> None:
    path = to_workbook(SHIPPED[0], tmp_path / "rulebook.xlsx")
    sheet = load_workbook(path)["scoring_rules"]
    columns = {
        str(cell.value): get_column_letter(number) for number, cell in enumerate(sheet[1], start=1)
    }
    assert sheet[f"{columns['points']}2"].data_type == "n"
    assert sheet[f"{columns['operand']}2"].number_format == "@"
    assert sheet.column_dimensions[columns["operand"]].number_format == "@"
    assert sheet.column_dimensions[columns["valid_from"]].number_format == "@"


def test_signals_and_operands_offer_what_the_input_holds(tmp_path: Path) -> None:
    held = Held(["badge_scan"], {"plan": ["free", "pro"], "my column": ["x"], "note": []})
    rules = {
        "signal_type": "event", "signal": "page_view", "rule_id": "a", "operand": "", "value": "",
    }  # fmt: skip
    choices = find_choices({"scoring_rules": [rules], "stages": [{"stage": "mql"}]}, held)
    assert choices.signals["event"] == ["badge_scan", "page_view"]
    assert {"plan", "my column", "note", "seniority"} <= {*choices.signals["attribute"]}
    path = tmp_path / "rulebook.xlsx"
    sheets = [
        Sheet("scoring_rules", ["rule_id", "signal_type", "signal", "operand"], [rules]),
        Sheet("settings", ["setting", "value"], []),
    ]
    write_workbook(path, sheets, choices)
    offered = lists(path, "scoring_rules")
    attributes, events = "'_lists'!$B$2:$B$", "'_lists'!$C$2:$C$3"
    formula = str(offered["signal"].formula1)
    assert formula.startswith(f'IF($B2="event",{events},{attributes}')
    assert words_of(path, events) == ["badge_scan", "page_view"]
    assert offered["operand"].formula1 == 'INDIRECT("values_"&$C2)'
    assert not offered["operand"].showErrorMessage
    assert lists(path, "settings")["value"].formula1 == 'INDIRECT("values_"&$A2)'
    names = load_workbook(path).defined_names
    assert words_of(path, names["values_plan"].attr_text) == ["free", "pro"]
    assert words_of(path, names["values_email_type"].attr_text)[0] == "corporate"
    assert words_of(path, names["values_queue_in_work"].attr_text) == ["hide", "show"]
    assert not {"values_note", "values_my column"} & {*names}


def test_lists_of_values_are_about_many_and_never_about_people(tmp_path: Path) -> None:
    """In standard form, of five leads or more, of columns that are no names, ids or free text."""
    with duckdb.connect(str(tmp_path / "none.duckdb")) as connection:
        for schema in ("raw", "staging", "intermediate"):
            connection.execute(f"create schema {schema}")
        connection.execute(
            """
            create table raw.leads as select
                i::varchar as lead_id, '2026-01-01' as created_at, 'Ann' as first_name,
                'Example Ltd' as company_name, if(i < 6, 'de', 'fr') as country,
                if(i < 5, 'pro', if(i < 9, 'team', 'free')) as plan, 'note ' || (i % 110) as note,
                'a|b' as "Two Words"
            from range(600) as numbers(i);
            create table staging.stg_leads as select * rename ("Two Words" as two_words)
            from raw.leads;
            create table intermediate.int_attribute_dictionary as select
                'default' as scorecard, 'country' as source_attribute, 'de' as raw_value,
                'country' as attribute, 'Germany' as value;
            create table staging.stg_event_kinds as select * from (
                values (1, 'page_view'), (2, 'of_a_rejected_row')
            ) as kinds (kind_key, event_type);
            create table intermediate.int_event_hits_daily as select 1 as kind_key
            """
        )
    held = read_held()
    assert held is not None
    assert held.event_types == ["page_view"]
    assert held.attributes == {
        "company_name": [],
        "country": ["Germany", "fr"],
        "created_at": [],
        "first_name": [],
        "lead_id": [],
        "note": [],
        "plan": ["free", "pro"],
        "two_words": [],
    }


@pytest.mark.models
def test_drop_downs_offer_what_the_warehouse_holds(
    demo: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Event types and values that several leads have, and nothing about single people."""
    monkeypatch.setenv("LEAD_SCORING_DUCKDB_PATH", str(demo.warehouse))
    path = to_workbook(SHIPPED[1], tmp_path / "rulebook.xlsx")
    names = load_workbook(path).defined_names
    assert {"Germany", "United States"} <= {*words_of(path, names["values_country"].attr_text)}
    texts = {str(cell.value) for row in load_workbook(path)["_lists"].iter_rows() for cell in row}
    ((people,),) = demo.rows(
        "select list(distinct text) from (select unnest([email, last_name, company_name, lead_id])"
        " as text from staging.stg_leads)"
    )
    assert len(people) > 1000
    assert not texts & {*people}
