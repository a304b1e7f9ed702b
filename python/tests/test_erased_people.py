"""Who was erased: the register, what loads leave out, and how names are told apart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from lead_scoring.erase.person import Person
from lead_scoring.erased_register import add_to_register, read_register
from lead_scoring.load import Changes, ErasedPeople, load_input


class TestRegister:
    """Who was erased, and whom the CRM has yet to clear."""

    def test_it_keeps_hashes(self, tmp_path: Path) -> None:
        warehouse = tmp_path / "lead_scoring.duckdb"
        names = [("lead", "L1"), ("mail", "ann@example.com")]
        people = add_to_register(warehouse, "", names, [])
        assert people.hash_of("lead", "L1") in people.hashes
        assert people.hash_of("lead", "L2") not in people.hashes
        # One salt for all, so that an id once erased is known again.
        again = read_register(warehouse, "", clear_days=30)
        assert again == people
        content = warehouse.with_name("lead_scoring.erased.sqlite").read_bytes()
        assert b"ann@example.com" not in content
        assert b"L1" not in content
        # The demo has people of its own.
        demo = read_register(warehouse, "demo", clear_days=30)
        assert demo.hash_of("lead", "L1") not in demo.hashes

    def test_leads_wait_until_the_crm_has_cleared_them(self, tmp_path: Path) -> None:
        warehouse = tmp_path / "lead_scoring.duckdb"
        with closing(sqlite3.connect(tmp_path / "lead_scoring.sync.sqlite")) as told, told:
            told.execute("create table acknowledged (destination, key, operation, content_hash)")
            told.execute("insert into acknowledged values ('crm', 'L1', 'upsert', '')")
        add_to_register(warehouse, "", [], ["L1", "L2"])
        assert read_register(warehouse, "", clear_days=30).to_clear == ["L1", "L2"]
        with closing(sqlite3.connect(tmp_path / "lead_scoring.sync.sqlite")) as told, told:
            told.execute("update acknowledged set operation = 'clear'")
        # Of L2 no sync has told anybody: another tool may have.
        assert read_register(warehouse, "", clear_days=30).to_clear == ["L2"]
        assert read_register(warehouse, "", clear_days=0).to_clear == ["L2"]
        assert read_register(warehouse, "", clear_days=-1).to_clear == []
        assert b"L2" not in warehouse.with_name("lead_scoring.erased.sqlite").read_bytes()


class TestLoad:
    """What files still hold of the erased is left out as it is read."""

    @pytest.fixture
    def erased(self) -> ErasedPeople:
        people = ErasedPeople(salt="s")
        names = [("lead", "L1"), ("mail", "ann@example.com"), ("visitor", "v1")]
        return ErasedPeople("s", frozenset(people.hash_of(*name) for name in names), ["L1"])

    def load(
        self, connection: duckdb.DuckDBPyConnection, tmp_path: Path, erased: ErasedPeople
    ) -> Changes | None:
        leads, events, *_ = load_input(connection, tmp_path / "input", tmp_path, erased=erased)
        self.left_out = (leads.left_out, events.left_out)
        return events.changes

    def test_rows_of_the_erased(
        self, connection: duckdb.DuckDBPyConnection, tmp_path: Path, erased: ErasedPeople
    ) -> None:
        given = tmp_path / "input"
        given.mkdir()
        (given / "leads.csv").write_text(
            "lead_id,created_at,email,merged_into_lead_id\n"
            " L1 ,2026-01-01,,\n"
            "L2,2026-01-01, Ann@Example.com,\n"
            "L3,2026-01-01,,L1\n"
            "L4,2026-01-01,,L3\n"
            "L5,2026-01-01,joann@example.com,\n"
            "L6,2026-01-01,bob@example.com,\n"
            "L1,2026-01-01,a,line,too,long\n"
            "x,2026-01-01,mail to ann@example.com,too,long\n"
        )
        (given / "events.csv").write_text(
            "event_id,event_type,occurred_at,lead_id,email,anonymous_id,asset\n"
            "e1,visit,2026-01-01,L1,,,\n"
            "e2,visit,2026-01-01,L4,,,\n"
            "e3,visit,2026-01-01,,ann@example.com,,\n"
            "e4,visit,2026-01-01,elsewhere,ann@example.com,,\n"
            "e5,visit,2026-01-01,,,v1,\n"
            "e6,visit,2026-01-01,L6,ANN@example.com,v1,\n"
            "e7,visit,2026-01-01,,bob@example.com,v1,\n"
            "e8,visit,2026-01-01,,joann@example.com,,/a?m=ann@example.com&x=1\n"
            "e9,visit,2026-01-01,,stranger@example.com,v2,\n"
        )
        self.load(connection, tmp_path, erased)
        assert self.left_out == (6, 5)
        assert connection.execute("select lead_id, email from raw.leads").fetchall() == [
            ("L5", "joann@example.com"),
            ("L6", "bob@example.com"),
        ]
        assert connection.execute(
            "select event_id, email, anonymous_id, asset from raw.events"
        ).fetchall() == [
            ("e6", None, "v1", None),
            ("e7", "bob@example.com", "v1", None),
            ("e8", "joann@example.com", None, None),
            ("e9", "stranger@example.com", "v2", None),
        ]
        assert connection.execute("from raw.erased_leads").fetchall() == [("L1",)]

    def test_a_file_that_grows_brings_what_is_new_and_no_more(
        self, connection: duckdb.DuckDBPyConnection, tmp_path: Path, erased: ErasedPeople
    ) -> None:
        given = tmp_path / "input"
        given.mkdir()
        (given / "leads.csv").write_text("lead_id,created_at\nL6,2026-01-01\n")
        events = given / "events.csv"
        events.write_text(
            "event_id,event_type,occurred_at,lead_id,email\n"
            "e1,visit,2026-01-01,L1,\ne2,visit,2026-01-01,L6,ann@example.com\n"
        )
        self.load(connection, tmp_path, erased)
        with events.open("a") as file:
            file.write("e3,visit,2026-01-02,L1,\ne4,visit,2026-01-02,L6,\n")
        changes = self.load(connection, tmp_path, erased)
        assert changes == Changes(files=1, added=1, removed=0)
        assert connection.execute("select event_id from raw.events").fetchall() == [
            ("e2",),
            ("e4",),
        ]


@pytest.mark.parametrize(
    ("row", "is_named"),
    [
        ("{'email': ann@example.com, 'x': 1}", True),
        ("{'note': see (ann@example.com).}", True),
        ("{'asset': /unsubscribe?m=ann@example.com&x=1}", True),
        ("{'email': joann@example.com}", False),
        ("{'email': ann@example.com.au}", False),
        ("{'lead_id': l-00012}", True),
        ("{'note': merged with l-00012, later}", True),
        ("{'lead_id': l-000123}", False),
        ("{'merged_into_lead_id': 1042, 'x': 1}", True),
        ("{'lead_id': 10425}", False),
        ("{'employee_count': 1042}", False),
        ("{'rejected_row': lead_id=1042, created_at=}", True),
        ("{'identity_key': lead 1042}", True),
        ("{'family_label': 1f9a5bdc9d5c2f0a3ad3a2a9d5ee7a7c}", False),
    ],
)
def test_names_stand_for_themselves(row: str, is_named: bool) -> None:
    person = Person(frozenset({"L-00012", "1042"}), frozenset({"ann@example.com"}))
    with duckdb.connect() as connection:
        found = connection.execute(
            "select regexp_matches($row, $pattern)", {"row": row, "pattern": person.pattern()}
        ).fetchone()
    assert found == (is_named,)
