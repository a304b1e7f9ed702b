"""Puts a rulebook directory in force for dbt, and checks its files before dbt reads them.

Without RULEBOOK dbt reads seeds/rulebook itself. RULEBOOK=dir makes it read
.rulebook/<md5 of the value>: the folder given/ holds the directory's files, filled_in/ the files it
leaves out, from seeds/rulebook. What can be said of a file without knowing the rules is checked
here; what the rules mean is checked by the model rulebook_problems.
"""

from __future__ import annotations

import csv
import difflib
import fcntl
import hashlib
import io
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import UserError
from .project import shown

DEFAULT_DIRECTORY = Path("seeds", "rulebook")
COMPOSED_DIRECTORY = Path(".rulebook")


@dataclass(frozen=True)
class RulebookFile:
    """The columns of one file: the keys it must have, and the others, empty where left out."""

    keys: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns."""
        return self.keys + self.others


def _file(keys: str, others: str = "") -> RulebookFile:
    return RulebookFile(tuple(keys.split()), tuple(others.split()))


FILES = {
    "scoring_rules": _file(
        "rule_id component",
        "rule_group segment signal_type signal operator operand points daily_cap max_points"
        " min_hits within_days decay decay_days decay_percent grace_days decay_clock"
        " expires_after_days valid_from valid_to description",
    ),
    "rule_groups": _file("rule_group", "min_points max_points description"),
    "segments": _file("segment priority attribute operator", "operand description"),
    "stages": _file(
        "stage stage_rank",
        "segment min_score exit_score min_fit_points min_engagement_points follow_up_action"
        " follow_up_hours",
    ),
    "grades": _file("axis grade", "min_points"),
    "overrides": _file(
        "override_id effect",
        "stage segment signal_type signal operator operand within_days reason",
    ),
    "personal_email_domains": _file("domain"),
    "disposable_email_domains": _file("domain"),
    "seniority_keywords": _file("keyword seniority", "priority"),
    "department_keywords": _file("keyword department", "priority"),
    "country_aliases": _file("alias country"),
    "industry_aliases": _file("alias industry"),
    "company_size_aliases": _file("alias employee_count"),
    "target_accounts": _file("domain", "company_name"),
    "machine_agents": _file("operator operand machine_type"),
    "machine_bursts": _file("event_type max_gap_seconds min_hits min_assets"),
    "rising": _file("segment min_points"),
    "training": _file("signal_type signal treatment", "reason"),
    "probability": _file(
        "term_id signal_type",
        "signal operator operand min_hits within_days coefficient description",
    ),
    "sync": _file("min_score_change"),
    "accounts": _file("formula", "top_people next_person_percent"),
    "business_hours": _file("weekday_or_date", "opens_at closes_at"),
}


def put_in_force(root: Path, given: str, working_directory: Path | None = None) -> None:
    """Check the rulebook that RULEBOOK names, or the default one, and compose it for dbt."""
    default = root / DEFAULT_DIRECTORY
    if not given:
        for name, path in _csv_files(default).items():
            _read(path, name, all_columns=True)
        return
    directory = find_directory(root, given, working_directory)
    own = {
        name: _as_csv(_read(path, name), FILES[name])
        for name, path in _csv_files(directory).items()
    }
    filled_in = {
        name: path.read_bytes() for name, path in _csv_files(default).items() if name not in own
    }
    composed = composed_directory(root, given)
    composed.mkdir(parents=True, exist_ok=True)
    with (root / COMPOSED_DIRECTORY / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _write_folder(composed / "given", own)
        _write_folder(composed / "filled_in", filled_in)


def composed_directory(root: Path, given: str) -> Path:
    """Where dbt finds the rulebook that RULEBOOK names."""
    return root / COMPOSED_DIRECTORY / hashlib.md5(given.encode()).hexdigest()  # noqa: S324


def contents(root: Path, directory: Path | None) -> dict[str, bytes]:
    """Every file of a rulebook as dbt would read it, those that the directory leaves out too."""
    directories = [root / DEFAULT_DIRECTORY, *([directory] if directory else [])]
    return {
        name: _as_csv(_read(path, name), FILES[name])
        for place in directories
        for name, path in _csv_files(place).items()
    }


def find_directory(
    root: Path, given: str, working_directory: Path | None = None, *, option: str = "RULEBOOK"
) -> Path:
    """The directory that RULEBOOK names, seen from the project or from the working directory."""
    candidates = [root / given, (working_directory or Path.cwd()) / given]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    if any(candidate.exists() for candidate in candidates):
        raise UserError(f"{option}={given} is a file; name the directory that holds it.")
    raise UserError(
        f"{option}={given} does not exist; name a directory with rulebook files such as"
        " scoring_rules.csv."
    )


def _csv_files(directory: Path) -> dict[str, Path]:
    files = {}
    for path in sorted(directory.iterdir()):
        if path.name.startswith((".", "~")) or path.suffix.lower() != ".csv":
            continue
        name = path.name[:-4]
        if name not in FILES:
            raise UserError(
                f"{shown(path)} is no rulebook file{_did_you_mean(name, list(FILES), '.csv')};"
                " rename it or move it elsewhere."
            )
        if path.is_dir():
            raise UserError(f"{shown(path)} is a directory; put the file of that name there.")
        files[name] = path
    if not files:
        raise UserError(
            f"{shown(directory)} holds no .csv file; put rulebook files such as"
            " scoring_rules.csv there."
        )
    return files


def _read(path: Path, name: str, *, all_columns: bool = False) -> list[dict[str, str]]:
    """The rows of the file; an error with the line where it is not what the rulebook needs."""
    rows = _rows(path)
    if not rows:
        raise UserError(f"{shown(path)} is empty; its first line has to name the columns.")
    header = [cell.strip() for cell in rows[0][1]]
    _check_header(path, FILES[name], header, all_columns=all_columns)
    records = []
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            raise UserError(
                f"{shown(path)}, line {line}: {len(cells)} cells where the first line names"
                f" {len(header)} columns; add or remove commas, and put quotes around a text that"
                " has a comma in it."
            )
        if not any(cell.strip() for cell in cells):
            raise UserError(f"{shown(path)}, line {line}: every cell is empty; delete the line.")
        records.append(dict(zip(header, cells, strict=True)))
    return records


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows with the number of the line each starts on, without blank lines."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    rows = []
    start = 1
    try:
        for cells in reader:
            if cells:
                _check_cells(path, start, cells)
                rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        raise UserError(
            f"{shown(path)}, line {start}: the quotes do not match; close each quote at the end"
            " of its cell, and double a quote inside of a text."
        ) from None
    return rows


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UserError(
            f"{shown(path)}, line {line}: not UTF-8 text; save the file with the encoding UTF-8,"
            " in Excel as 'CSV UTF-8'."
        ) from None


def _check_cells(path: Path, line: int, cells: list[str]) -> None:
    for position, cell in enumerate(cells, start=1):
        if found := re.search(r"[\x00-\x1f\x7f]", cell):
            what = "a line break" if found[0] in "\r\n" else f"the control character {found[0]!r}"
            raise UserError(f"{shown(path)}, line {line}: cell {position} holds {what}; remove it.")


def _check_header(path: Path, file: RulebookFile, header: list[str], *, all_columns: bool) -> None:
    needed = file.columns if all_columns else file.keys
    where = f"{shown(path)}, line 1"
    if len(header) == 1 and len(file.columns) > 1 and re.search(r"[;\t|]", header[0]):
        raise UserError(f"{where}: the columns are not separated by commas; save it with commas.")
    for column in header:
        if column not in file.columns:
            unused = [known for known in file.columns if known not in header]
            raise UserError(
                f"{where}: {column or 'an empty name'} is no column of"
                f" {path.name}{_did_you_mean(column, unused)}; rename or remove it."
            )
        if header.count(column) > 1:
            raise UserError(f"{where}: the column {column} is there twice; remove one of them.")
    missing = [column for column in needed if column not in header]
    if missing:
        raise UserError(f"{where}: no column {' and no column '.join(missing)}; add it.")


def _did_you_mean(name: str, known: list[str], ending: str = "") -> str:
    close = difflib.get_close_matches(name.lower(), known, n=1)
    return f" (did you mean {close[0]}{ending}?)" if close else ""


def _as_csv(rows: list[dict[str, str]], file: RulebookFile) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, file.columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Make the folder hold these files and no others; each is at every moment whole."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / f"{name}.csv"
        if path.is_file() and path.read_bytes() == content:
            continue
        with tempfile.NamedTemporaryFile(dir=folder.parent, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)  # noqa: PTH105 - the name is a text already
    for path in folder.iterdir():
        if path.name[:-4] not in files:
            path.unlink(missing_ok=True)
