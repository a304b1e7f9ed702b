"""The loader: every line of the files ends up in raw, as text, exactly once."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from lead_scoring.errors import UserError
from lead_scoring.load import LoadedSource, load_input

HEADER = b"lead_id,created_at,email,job_title\n"
EVENTS = b"event_id,event_type,occurred_at,lead_id\n"


class Loader:
    """An INPUT directory and the database it is loaded into."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
        self.connection = connection
        self.directory = directory / "input"
        self.directory.mkdir()
        self.work_dir = directory

    def write(self, **files: bytes) -> None:
        for name, content in files.items():
            (self.directory / f"{name}.csv").write_bytes(content)

    def leads(self, content: bytes) -> LoadedSource:
        self.write(leads=content)
        return self.load()[0]

    def load(self) -> list[LoadedSource]:
        return load_input(self.connection, self.directory, self.work_dir)

    def refused(self, content: bytes | None = None) -> str:
        """The sentence with which the loader refuses the input."""
        if content is not None:
            self.write(leads=content)
        with pytest.raises(UserError) as caught:
            self.load()
        sentence = str(caught.value)
        assert "\n" not in sentence
        assert sentence.endswith(".") or sentence.endswith(").")
        return sentence

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()

    def parquet(self, name: str, query: str) -> None:
        path = self.directory / name
        path.parent.mkdir(exist_ok=True)
        self.connection.execute(f"copy ({query}) to '{path}' (format parquet)")


@pytest.fixture
def loader(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Loader:
    return Loader(connection, tmp_path)


def test_every_value_is_kept_as_delivered(loader: Loader) -> None:
    loader.leads(HEADER + b' 1 ,2026-01-01T10:00:00+02:00,,"He said ""hi"", then left"\n')
    assert loader.rows("select * from raw.leads") == [
        (" 1 ", "2026-01-01T10:00:00+02:00", None, 'He said "hi", then left')
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbflead_id,created_at\n1,2026-01-01\n",
        b"lead_id,created_at\r\n1,2026-01-01\r\n",
        b"lead_id,created_at\n1,2026-01-01",
        b"lead_id,created_at\n\n1,2026-01-01\r\n\n",
        b"lead_id,created_at\n1,2026-01-01,\n",
        b"lead_id;created_at\n1;2026-01-01\n",
        b"lead_id\tcreated_at\n1\t2026-01-01\n",
        b"lead_id|created_at\n1|2026-01-01\n",
        b' Lead ID , "Created-At"\n1,2026-01-01\n',
    ],
    ids=["bom", "crlf", "no end", "blank", "last", "semicolon", "tab", "pipe", "names"],
)
def test_spellings_of_csv(loader: Loader, content: bytes) -> None:
    assert loader.leads(content).rows == 1
    assert loader.rows("select lead_id, created_at from raw.leads") == [("1", "2026-01-01")]


def test_delimiter_is_the_one_that_shows_known_columns(loader: Loader) -> None:
    loader.leads(b"lead_id;created_at;a,b,c,d,e\n1;2026-01-01;x,y\n")
    assert loader.rows("select a_b_c_d_e from raw.leads") == [("x,y",)]


def test_names_that_look_like_sql_are_names(loader: Loader) -> None:
    custom = loader.leads(
        b'lead_id,created_at,"a""b; drop table x",\'); select 1\n1,2026-01-01,=1+1,"x\'; drop"\n'
    ).custom_columns
    assert custom == ["a_b_drop_table_x", "select_1"]
    assert loader.rows("select * from raw.leads") == [("1", "2026-01-01", "=1+1", "x'; drop")]


def test_nameless_columns_are_called_by_their_place(loader: Loader) -> None:
    assert loader.leads(b",lead_id,created_at\n0,1,2026-01-01\n").custom_columns == ["column_1"]


def test_unreadable_lines_are_kept_as_text(loader: Loader) -> None:
    bad = [
        b"short",
        b"1,2,3,4,5",
        b'2,"open,b,c',
        b'3,"a" b,c,d',
        b"4,nul\0,c,d",
        b"5,lone\rcr,c,d",
    ]
    leads = loader.leads(HEADER + b"\n".join([b"a,2026-01-01,,", *bad, b"b,2026-01-02,,"]))
    assert (leads.rows, leads.unreadable) == (8, 6)
    assert loader.rows("select lead_id from raw.leads where lead_id is not null order by 1") == [
        ("a",),
        ("b",),
    ]
    texts = {row[0] for row in loader.rows("select _unreadable_line from raw.leads")}
    shown = {line.decode().replace("\0", "\N{SYMBOL FOR NULL}") for line in bad}
    assert texts == shown | {None}


def test_cells_of_several_lines_are_one_row(loader: Loader) -> None:
    text = HEADER + b'1,2026-01-01,,"first\nsecond, with comma\n\nlast"\n'
    for content in (text, text + b"broken\n"):
        loader.leads(content)
        assert loader.rows("select job_title from raw.leads where lead_id = '1'") == [
            ("first\nsecond, with comma\n\nlast",)
        ]


@pytest.mark.parametrize("closing", [b"", b'9,Foo",x,y\n', b'9,Foo"\n'])
def test_an_opened_quote_costs_its_own_line(loader: Loader, closing: bytes) -> None:
    between = b"".join(b"%d,2026-01-01,m%d@example.com,CEO\n" % (i, i) for i in range(5000))
    loader.leads(HEADER + between + b'x,"Acme,y,z\n' + between + closing + between)
    assert loader.rows("select count(*) from raw.leads where job_title = 'CEO'") == [(15000,)]
    assert loader.rows("select count(*) from raw.leads where lead_id = 'x'") == [(0,)]


def test_hundreds_of_thousands_of_malformed_lines_reconcile(loader: Loader) -> None:
    shapes = [b"%d,short", b'%d,"open,a,b', b"%d,a,b,c,d,e", b'%d,"a" b,c,d', b'%d garbage "']
    lines = [b"g%d,2026-01-01T00:00:00Z,m%d@example.com,CEO" % (i, i) for i in range(300_000)]
    lines += [shapes[i % len(shapes)] % i for i in range(300_000)]
    random.Random(1).shuffle(lines)  # noqa: S311 - repeatable, not secret
    loader.leads(HEADER + b"\n".join(lines) + b"\n")
    (good,) = loader.rows("select count(distinct lead_id) from raw.leads where job_title = 'CEO'")
    assert good == (300_000,)
    # Two opened quotes in a row can make a record of several lines.
    (lines_loaded,) = loader.rows(
        "select sum(1 + length(cells) - length(replace(cells, chr(10), '')))"
        " from (select coalesce(concat(lead_id, created_at, email, job_title), '') as cells"
        " from raw.leads)"
    )
    assert lines_loaded == (600_000,)


def test_a_million_characters_in_a_cell(loader: Loader) -> None:
    long = b"x" * 1_000_000
    loader.leads(HEADER + b"1,2026-01-01,," + long + b'\n2,2026-01-01,,"' + long + b'"\n')
    assert loader.rows("select length(job_title) from raw.leads") == [(1_000_000,)] * 2


def test_a_line_beyond_all_measure_is_unreadable(loader: Loader) -> None:
    leads = loader.leads(HEADER + b"1,2026-01-01,," + b"x" * 20_000_000 + b"\n2,2026-01-01,,\n")
    assert (leads.rows, leads.unreadable) == (2, 1)
    assert loader.rows("select max(length(_unreadable_line)) from raw.leads") == [(1_000_000,)]


def test_folders_are_read_by_name_of_column(loader: Loader) -> None:
    folder = loader.directory / "leads"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"lead_id,created_at,email\n1,2026-01-01,a@example.com\n")
    (folder / "b.csv").write_bytes(b"plan;created_at;lead_id\nfree;2026-01-02;2\nbroken\n")
    (folder / "_SUCCESS").write_bytes(b"")
    loader.parquet("leads/c.parquet", "select 3 as lead_id, date '2026-01-03' as created_at")
    leads = loader.load()[0]
    assert (leads.rows, leads.unreadable, leads.custom_columns) == (4, 1, ["plan"])
    assert loader.rows("select lead_id, created_at, email, plan from raw.leads order by 1") == [
        ("1", "2026-01-01", "a@example.com", None),
        ("2", "2026-01-02", None, "free"),
        ("3", "2026-01-03", None, None),
        (None, None, None, None),
    ]


def test_parquet_becomes_the_text_a_csv_file_would_hold(loader: Loader) -> None:
    loader.connection.execute("set timezone = 'America/New_York'")
    loader.parquet(
        "leads.parquet",
        "select 7.0::double as lead_id, timestamptz '2026-01-01 10:00:00+02' as created_at,"
        " timestamp '2026-01-02 03:04:05.6' as updated_at, 250.0::double as employee_count,"
        " 12.50::decimal(9,2) as annual_revenue, true as is_deleted, date '2026-05-06' as day,"
        " 'NaN'::double as gap, 0.25::float as share, ['a', 'b'] as tags,"
        " {'k': 'v'} as more, 'bytes'::blob as email, null as region",
    )
    loader.load()
    (row,) = loader.rows(
        "select lead_id, created_at, updated_at, employee_count, annual_revenue, is_deleted, day,"
        " gap, share, tags, more, email, region from raw.leads"
    )
    assert row == (
        "7",
        "2026-01-01T08:00:00Z",
        "2026-01-02T03:04:05.6",
        "250",
        "12.50",
        "true",
        "2026-05-06",
        None,
        "0.25",
        '["a","b"]',
        '{"k":"v"}',
        "bytes",
        None,
    )


def test_optional_tables_are_there_with_the_columns_of_the_contract(loader: Loader) -> None:
    loader.leads(HEADER + b"1,2026-01-01,,\n")
    assert loader.rows("select occurred_at, anonymous_id from raw.events") == []
    assert loader.rows("select outcome_id, outcome, amount from raw.outcomes") == []
    (facts,) = loader.rows("select source, default_as_of from raw.input_facts")
    assert facts == (str(loader.directory), None)


def test_events_may_have_a_header_alone(loader: Loader) -> None:
    loader.write(leads=HEADER + b"1,2026-01-01,,\n", events=EVENTS)
    assert [source.rows for source in loader.load()] == [1, 0, 0, 0, 0]


TITLE = b'"Report Name: Leads, all of them"\n"As of 30/06/2026, Sam"\n\n"Filtered By"\n\n'


@pytest.mark.parametrize(
    "title", [TITLE, b"\n", b"Leads;;;\n;;;\n", b"sep=,\n", b"\xef\xbb\xbfAll leads\r\n\r\n"]
)
def test_a_title_above_the_columns_is_no_row(loader: Loader, title: bytes) -> None:
    row = b"1,2026-01-01,a@a.example,CFO\n"
    loader.leads(title + HEADER + row + b"2,2026-01-02,,\n")
    assert loader.rows(
        "select lead_id, created_at, email, job_title from raw.leads where lead_id > ''"
    ) == [
        ("1", "2026-01-01", "a@a.example", "CFO"),
        ("2", "2026-01-02", None, None),
    ]
    words = {line for line in title.decode("utf-8-sig").splitlines() if line}
    rows = loader.rows("select columns('_unreadable_line|lead_id') from raw.leads")
    assert {row[-1] for row in rows if row[0] is None} == words


def test_two_columns_may_have_a_title_too(loader: Loader) -> None:
    loader.leads(b"All leads\n\nlead_id,created_at\n1,2026-01-01\n")
    assert loader.rows("select created_at from raw.leads where lead_id = '1'") == [("2026-01-01",)]


def test_a_first_line_that_names_a_column_is_the_header(loader: Loader) -> None:
    """Whatever the rows below it hold."""
    content = b"lead_id,created_at,note\n1,2026-01-01,email\n" + HEADER.strip() + b",updated_at\n"
    loader.leads(content)
    assert loader.rows("select lead_id, note from raw.leads where lead_id > ''") == [("1", "email")]


def test_columns_that_each_table_has_without_being_asked(loader: Loader) -> None:
    """SQLite exports its rowid."""
    loader.write(
        leads=b"rowid,lead_id,created_at\n7,1,2026-01-01\n",
        events=b"rowid,event_id,event_type,occurred_at,lead_id\n7,e,page_view,2026-01-01,1\n",
    )
    loader.load()
    assert loader.rows("select input_rowid, lead_id from raw.leads") == [("7", "1")]
    assert loader.rows("select input_rowid, event_id from raw.events") == [("7", "e")]


def test_loading_again_replaces_what_was_there(loader: Loader) -> None:
    loader.leads(HEADER + b"1,2026-01-01,,\nbroken\n")
    loader.leads(b"lead_id,created_at\n2,2026-01-01\n")
    assert loader.rows("select * from raw.leads") == [("2", "2026-01-01")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (HEADER, "has no rows"),
        (HEADER + b"a;b;c;d\nx;y\n", "none of the 2 lines"),
        (b"id,created_at\n1,2026-01-01\n", "no column lead_id"),
        (b"lead_id,created_at,Lead-ID\n1,2026-01-01,2\n", "two columns called lead_id"),
        (b"lead_id,created_at,_unreadable_line\n1,2026-01-01,2\n", "_unreadable_line"),
        ("lead_id,created_at\n1,2026-01-01\n".encode("utf-16"), "not UTF-8"),
        ("lead_id,created_at\n1,2026-01-01\n".encode("utf-16-le"), "not UTF-8"),
        (HEADER + b"1,2026-01-01,,x\n2,2026-01-01,,M\xfcller\n", "line 3"),
        (HEADER + b"broken\n2,2026-01-01,,M\xfcller\n", "line 3"),
        (b'lead_id,created_at,"a\nb"\n1,2026-01-01,x\n', "opened quote in its first line"),
        (b"lead_id,created_at\r1,2026-01-01\r", "carriage returns"),
    ],
)
def test_files_that_cannot_be_used_are_refused(loader: Loader, content: bytes, words: str) -> None:
    sentence = loader.refused(content)
    assert words in sentence
    assert "leads.csv" in sentence


def test_missing_required_columns_of_events(loader: Loader) -> None:
    loader.write(leads=HEADER + b"1,2026-01-01,,\n", events=b"event_id,event_type,occurred_at\n")
    assert "none of the columns lead_id, email, anonymous_id" in loader.refused()


def test_directories_that_cannot_be_used_are_refused(loader: Loader) -> None:
    assert "holds no leads" in loader.refused()
    loader.write(leads=HEADER + b"1,2026-01-01,,\n")
    loader.parquet("leads.parquet", "select 1 as lead_id")
    assert "keep one of them" in loader.refused()
    (loader.directory / "leads.csv").unlink()
    assert "no column created_at" in loader.refused()
    (loader.directory / "leads.parquet").write_bytes(b"PAR1 torn")
    assert "cannot be read as Parquet" in loader.refused()
    (loader.directory / "leads.parquet").unlink()
    (loader.directory / "leads.csv").mkdir()
    assert "is a directory" in loader.refused()
    (loader.directory / "leads.csv").rename(loader.directory / "leads")
    assert "holds no files" in loader.refused()
    (loader.directory / "leads" / "notes.txt").write_text("x")
    assert "neither .csv nor .parquet" in loader.refused()


def test_input_that_is_no_directory_is_refused(loader: Loader) -> None:
    loader.directory.rmdir()
    assert "does not exist" in loader.refused()
    loader.directory.write_text("x")
    assert "is a file" in loader.refused()
