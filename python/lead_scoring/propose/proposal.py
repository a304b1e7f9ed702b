"""Places the columns of files in the contract's tables, and says what it is not sure of."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

import duckdb

from ..contract import EVENTS, IDENTITIES, LEADS, OUTCOMES, RARE, SOURCES, SPEND, Source
from ..load.files import plain_name
from ..load.time_formats import formats_of, is_readable
from ..sql import literal
from .samples import Sample
from .synonyms import column_synonyms, outcome_synonyms

UNKNOWN = "???"
_TIMES = ("created_at", "updated_at", "occurred_at", "loaded_at", "since")
_FILES = {
    LEADS.name: "lead mql contact prospect person people kontakt client",
    EVENTS.name: "event activit visit click hit page email_ web form track",
    OUTCOMES.name: "outcome deal opportunit order sale closed",
    IDENTITIES.name: "identit alias",
    SPEND.name: "spend cost budget",
}
_MOST_WORDS = 30


@dataclass
class Proposal:
    """The text of a mapping.yml, and what a person has to look at."""

    text: str
    to_check: list[str] = field(default_factory=list)


@dataclass
class _Part:
    """A file as a part of a table: what each column of the contract is taken from."""

    source: Source
    sample: Sample
    columns: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    spare: list[str] = field(default_factory=list)


def propose(samples: list[Sample]) -> Proposal:
    """A mapping of the files, each as a part of the table that it fits best."""
    parts: dict[str, list[_Part]] = {}
    to_check: list[str] = []
    for sample in samples:
        placed = [_placed(source, sample) for source in SOURCES]
        best = max(placed, key=_fit)
        if _fit(best) <= 0:
            columns = ", ".join(list(sample.columns)[:12])
            to_check.append(f"{sample.name} is like no table of the input (columns: {columns}).")
            continue
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            _find_formats(connection, best)
        if best.source is OUTCOMES:
            _find_outcomes(best)
        parts.setdefault(best.source.name, []).append(best)
        to_check += [
            f"{best.sample.name}: {column}: {remark}" for column, remark in best.remarks.items()
        ]
    if LEADS.name not in parts:
        to_check.append("no file looks like one of leads, and leads there must be.")
    return Proposal(_yaml(parts), to_check)


def _placed(source: Source, sample: Sample) -> _Part:
    part = _Part(source, sample)
    names: dict[str, list[str]] = {}
    for name in sample.columns:
        names.setdefault(plain_name(name), []).append(name)
    taken: set[str] = set()
    synonyms = column_synonyms()[source.name]
    # The contract's own names come first, whatever else a column could stand for.
    own = {column for column in source.columns if column in names}
    for column in [*source.required, *(c for c in source.columns if c not in source.required)]:
        found = [
            name
            for synonym in ([column] if column in own else synonyms.get(column, [column]))
            for name in names.get(synonym, [])
            if name not in taken and (column in own or synonym not in own)
        ]
        if found:
            part.columns[column] = found[0]
            taken.add(found[0])
            rivals = [name for name in found[1:] if sample.columns[name]]
            if column in source.required and rivals and column not in own:
                part.remarks[column] = (
                    f"it may also be {' or '.join(rivals[:4])}; {found[0]} was taken."
                )
    _compose_id(part)
    _say_won(part)
    for column in _lacking(part):
        close = difflib.get_close_matches(
            column, [name for name in names if not set(names[name]) & taken], n=2, cutoff=0.5
        )
        hint = f" (perhaps {' or '.join(names[name][0] for name in close)})" if close else ""
        part.columns[column] = UNKNOWN
        part.remarks[column] = f"no column was found for it{hint}; write the right one."
    part.spare = [name for name in sample.columns if name not in taken]
    return part


def _lacking(part: _Part) -> list[str]:
    placed = {*part.columns, *part.constants}
    lacking = [column for column in part.source.required if column not in placed]
    if part.source.one_of and not set(part.source.one_of) & set(part.columns):
        lacking.append(part.source.one_of[0])
    return lacking


def _compose_id(part: _Part) -> None:
    """An id made of who, what and when, where rows have none of their own."""
    own = {EVENTS.name: "event_id", OUTCOMES.name: "outcome_id"}.get(part.source.name)
    if own is None or own in part.columns:
        return
    who = [part.columns[name] for name in part.source.one_of if name in part.columns][:1]
    what = [
        part.columns[name]
        for name in ("event_type", "outcome", "occurred_at")
        if name in part.columns
    ]
    if who and what:
        part.columns[own] = "-".join(f"{{{name}}}" for name in [*who, *what])
        part.remarks[own] = (
            "rows have no id of their own: this one is made of others, is it unique?"
        )


def _say_won(part: _Part) -> None:
    """Deals that have a day on which they were won, and no stage, were won."""
    moment = plain_name(part.columns.get("occurred_at", ""))
    if part.source is OUTCOMES and "outcome" not in part.columns and "won" in moment.split("_"):
        part.constants["outcome"] = "won"
        part.remarks["outcome"] = "no column says how a deal ended: all are taken to be won."


def _fit(part: _Part) -> float:
    """How well a file fits a table: the columns placed, less what is lacking, and its name."""
    placed = [column for column, name in part.columns.items() if name != UNKNOWN]
    lacking = len(part.columns) - len(placed)
    stem = plain_name(part.sample.name)
    is_called = any(word in stem for word in _FILES[part.source.name].split())
    characteristic = {
        LEADS.name: {
            "first_name",
            "last_name",
            "company_name",
            "job_title",
            "lead_source",
            "phone",
        },
        EVENTS.name: {"event_type", "anonymous_id", "asset", "url", "campaign"},
        OUTCOMES.name: {"outcome", "amount", "reason"},
        IDENTITIES.name: {"kind", "value"},
        SPEND.name: {"channel", "amount"},
    }[part.source.name]
    own_words = len(characteristic & set(placed))
    if part.source.name in RARE and not is_called:
        return 0
    if not own_words and not is_called and lacking:
        return 0
    return 2 * own_words + len(placed) / 10 + 6 * is_called - 4 * lacking + (lacking == 0)


def _find_formats(connection: duckdb.DuckDBPyConnection, part: _Part) -> None:
    for column in _TIMES:
        name = part.columns.get(column)
        values = part.sample.columns.get(name or "", [])[:500]
        if not values:
            continue
        listed = ", ".join(f"({literal(value)})" for value in values)
        row = connection.execute(
            f"select count(*) filter ({is_readable('given')}) from (values {listed}) as v (given)"
        ).fetchone()
        if row and row[0] * 2 >= len(values):
            continue
        formats = formats_of(connection, values)
        if not formats:
            part.remarks[column] = (
                f"nobody knows how its times are written (e.g. {values[0]!r}); say so in times."
            )
            continue
        part.times[column] = formats[0]
        swapped = _swapped(formats[0])
        if swapped in formats:
            part.remarks[column] = (
                f"'{swapped}' reads its times as well: does the day or the month come first?"
            )


def _swapped(written: str) -> str:
    return written.replace("%m", "%?").replace("%d", "%m").replace("%?", "%d")


def _find_outcomes(part: _Part) -> None:
    values = part.sample.columns.get(part.columns.get("outcome", ""), [])
    unknown = []
    for value in list(dict.fromkeys(values))[:_MOST_WORDS]:
        word = plain_name(value)
        meaning = outcome_synonyms().get(word)
        if meaning is None:
            unknown.append(value)
        elif meaning != word:
            part.words[value] = meaning
    if unknown:
        part.remarks.setdefault(
            "outcome",
            f"say in values what these stand for: {', '.join(map(repr, unknown[:8]))}.",
        )


def _yaml(parts: dict[str, list[_Part]]) -> str:
    lines = [
        "# Proposed from the names and first rows of the files; what is marked has to be checked."
    ]
    for source in SOURCES:
        listed = parts.get(source.name, [])
        if not listed:
            continue
        lines.append(f"{source.name}:")
        for part in listed:
            body = _part_lines(part)
            lines.append(f"  - {body[0]}")
            lines += [f"    {line}" if line else "" for line in body[1:]]
    return "\n".join(lines) + "\n"


def _part_lines(part: _Part) -> list[str]:
    lines = [f"file: {_scalar(part.sample.name)}", "columns:"]
    for column, name in part.columns.items():
        remark = f"  # check: {part.remarks[column]}" if column in part.remarks else ""
        lines.append(f"  {column}: {_scalar(name)}{remark}")
    if part.times:
        lines.append("times:")
        lines += [f"  {column}: {_scalar(written)}" for column, written in part.times.items()]
    if part.constants:
        lines.append("constants:")
        lines += [
            f"  {column}: {_scalar(text)}  # check: {part.remarks[column]}"
            for column, text in part.constants.items()
        ]
    if part.words:
        lines += ["values:", "  outcome:"]
        lines += [f"    {_scalar(word)}: {meaning}" for word, meaning in part.words.items()]
    if part.spare:
        kept = "attributes that rules can name" if part.source is LEADS else "not used"
        shown = ", ".join(re.sub(r"\s+", " ", name) for name in part.spare)
        lines.append(f"# {kept}: {shown}")
    return lines


def _scalar(text: str) -> str:
    """The text as YAML writes it: in quotes where it would be read as something else."""
    if re.fullmatch(r"[A-Za-z_À-ɏ][\wÀ-ɏ ./()-]*", text) and text == text.strip():
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
