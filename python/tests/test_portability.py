"""What models must not leave to the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lead_scoring.project import ROOT

RANKS = re.compile(r"\b(?:row_number|rank|first_value|last_value)\([^()]*\)\s*over\s*\(")
KEYS = re.compile(r"\b\w+_id\b")


def test_ties_between_texts_are_broken_alike_on_every_engine() -> None:
    """Ids are texts, which Postgres sorts by the language of the database unless told otherwise."""
    bare = {
        path.stem: keys
        for path in sorted((ROOT / "models").rglob("*.sql"))
        for window in _windows(path.read_text(encoding="utf-8"))
        if (keys := KEYS.findall(re.sub(r"(?s){{.*?}}", "", window.partition("order by")[2])))
    }
    assert not bare, "write text_order() around these"


def _windows(sql: str) -> Iterator[str]:
    """What stands between the parentheses of each window that ranks rows."""
    for found in RANKS.finditer(sql):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield sql[found.end() : end - 1]
