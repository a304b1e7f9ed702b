"""What a warehouse lacks though the parser lets it through: sqlglot reads more than any one engine.

Functions go by a list of those that the project may call, so that whoever adds one looks it up in
the four manuals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from sqlfluff.core.dialects import dialect_selector
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.tokenizer_core import TokenType

Check = Callable[[exp.Expr], Iterator[str]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EVERYWHERE = _words("""
    abs avg cast ceil chr coalesce concat count dense_rank exp extract first_value floor greatest
    lag last_value lead least left length ln lower lpad max md5 min mod ntile nullif percent_rank
    power rank replace right round row_number rtrim sign sqrt stddev_samp substr sum translate trim
    upper var_samp
""")
# Functions of one engine: those of macros/cross_db, and those that its adapter calls by itself.
ONLY = {
    "snowflake": _words("""
        array_construct_compact array_to_string convert_timezone current_timestamp date_trunc
        dateadd datediff hash position regexp_instr regexp_replace regexp_substr split_part sysdate
        to_timestamp to_timestamp_ntz try_cast try_to_timestamp_ntz try_to_timestamp_tz
    """),
    "bigquery": _words("""
        array_length array_reverse array_to_string current_timestamp date_trunc datetime_add
        datetime_diff datetime_trunc farm_fingerprint regexp_contains regexp_extract regexp_replace
        safe_cast safe_offset split strpos timestamp timestamp_add timestamp_micros timestamp_trunc
        to_hex unnest
    """),
    "databricks": _words("""
        add_months char concat_ws current_timestamp date_add date_trunc dateadd datediff get
        monotonically_increasing_id months_between position regexp_extract
        regexp_replace split split_part timestamp_micros timestampadd timestampdiff try_cast
        xxhash64
    """),
    "redshift": _words("""
        btrim date_trunc dateadd datediff farmfingerprint64 getdate last_day position
        regexp_replace regexp_substr split_part substring sysdate
    """),
}
# Words that stand before a parenthesis and call nothing.
WORDS = _words("""
    all and as between bignumeric by case char cluster clustered comment copy create cross decimal
    distinct else end except exists filter from grants having if in inner insert int interval into
    is join key lateral like limit location matched materialized not null numeric on options or over
    partition primary recursive replace returns select set string table tblproperties then union
    using values varchar view when where window with within
""")
# Window functions that take an order without a frame.
RANKING = (
    *(exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.Ntile, exp.Lag, exp.Lead),
    *(exp.FirstValue, exp.LastValue),
)


def find_rare_forms(statement: exp.Expr) -> Iterator[str]:
    """What no model needs and some engine lacks, whatever the dialect it is rendered in."""
    for check in (
        *(_filter, _named_window, _where_without_from, _frames, _distinct_over, _values),
        _names_behind_alias,
    ):
        yield from check(statement)


def find_lacks(statement: exp.Expr, dialect: str) -> Iterator[str]:
    """What the engine would refuse in a statement that its parser takes."""
    for identifier in statement.find_all(exp.Identifier):
        if not identifier.quoted and identifier.name.lower() in reserved_words(dialect):
            yield f"the reserved word {identifier.name} as a name"
    for check in CHECKS[dialect]:
        yield from check(statement)


@cache
def reserved_words(dialect: str) -> frozenset[str]:
    """The words that no name may be without quotes."""
    return frozenset(word.lower() for word in dialect_selector(dialect).sets("reserved_keywords"))


def find_unknown_words(sql: str, dialect: str) -> Iterator[str]:
    """What only the words tell: functions that are in no list, and types without their length."""
    tokens = Dialect.get_or_raise(dialect).tokenize(sql)
    known = EVERYWHERE | ONLY[dialect] | WORDS
    for previous, token, following in zip(
        [None, *tokens], tokens, [*tokens[1:], None], strict=False
    ):
        word = token.text.lower()
        is_quoted = token.token_type in {TokenType.STRING, TokenType.IDENTIFIER}
        if is_quoted or not word.replace("_", "a").isalnum():
            continue
        is_part = previous is not None and previous.token_type is TokenType.DOT
        is_call = following is not None and following.token_type is TokenType.L_PAREN
        if is_call and not is_part and word not in known:
            yield f"the function {word} is in no list of lacks.py"
        if word == "varchar" and not is_call and dialect == "databricks":
            yield "varchar without a length"


def _filter(statement: exp.Expr) -> Iterator[str]:
    if statement.find(exp.Filter):
        yield "an aggregate with filter (where ...)"


def _named_window(statement: exp.Expr) -> Iterator[str]:
    if any(select.args.get("windows") for select in statement.find_all(exp.Select)):
        yield "a window with a name"


def _materialized(statement: exp.Expr) -> Iterator[str]:
    if any(cte.args.get("materialized") is not None for cte in statement.find_all(exp.CTE)):
        yield "with ... as materialized"


def _is_distinct_from(statement: exp.Expr) -> Iterator[str]:
    if statement.find(exp.NullSafeEQ, exp.NullSafeNEQ):
        yield "is distinct from"


def _digits_in_casts(statement: exp.Expr) -> Iterator[str]:
    for cast in statement.find_all(exp.Cast):
        if cast.to.expressions:
            yield f"a type with digits in a cast: {cast.to.sql()}"


def _varchar(statement: exp.Expr) -> Iterator[str]:
    if any(cast.to.this is exp.DataType.Type.VARCHAR for cast in statement.find_all(exp.Cast)):
        yield "the type varchar"


def _set_operations(statement: exp.Expr) -> Iterator[str]:
    for operation in statement.find_all(exp.SetOperation):
        if operation.args.get("distinct") is None:
            yield f"{operation.key} without all or distinct"


def _where_without_from(statement: exp.Expr) -> Iterator[str]:
    for select in statement.find_all(exp.Select):
        if select.args.get("where") and not select.args.get("from_"):
            yield "where without from"


def _delete_without_where(statement: exp.Expr) -> Iterator[str]:
    if isinstance(statement, exp.Delete) and not statement.args.get("where"):
        yield "delete without where"


def _column_under_schema(statement: exp.Expr) -> Iterator[str]:
    for column in statement.find_all(exp.Column):
        if column.db:
            yield f"a column under schema and table: {column.sql()}"


def _frames(statement: exp.Expr) -> Iterator[str]:
    for window in statement.find_all(exp.Window):
        frame = window.args.get("spec")
        if frame and str(frame.args.get("kind")).upper() == "RANGE":
            yield "a frame by range"
        if window.args.get("order") and not frame and not isinstance(window.this, RANKING):
            yield f"{window.this.key} over an order without rows between"


def _distinct_over(statement: exp.Expr) -> Iterator[str]:
    if any(window.this.find(exp.Distinct) for window in statement.find_all(exp.Window)):
        yield "distinct in a window function"


def _boolean_as_text(statement: exp.Expr) -> Iterator[str]:
    for cast in statement.find_all(exp.Cast):
        is_boolean = isinstance(cast.this, exp.Boolean | exp.Predicate)
        if is_boolean and cast.to.is_type(*exp.DataType.TEXT_TYPES):
            yield "a boolean cast to text"


def _flag_of_regexp_replace(statement: exp.Expr) -> Iterator[str]:
    for call in statement.find_all(exp.RegexpReplace):
        if any(
            isinstance(given, exp.Literal) and given.name == "g" for given in call.args.values()
        ):
            yield "the flag 'g' of regexp_replace"


def _values(statement: exp.Expr) -> Iterator[str]:
    if not isinstance(statement, exp.Insert) and statement.find(exp.Values):
        yield "values in place of a query"


def _names_behind_alias(statement: exp.Expr) -> Iterator[str]:
    # BigQuery's unnest has a name for its items, which is read as that of a column.
    aliases = statement.find_all(exp.TableAlias)
    if any(alias.columns for alias in aliases if not isinstance(alias.parent, exp.Unnest)):
        yield "names of columns behind the alias of a table"


CHECKS: dict[str, list[Check]] = {
    "snowflake": [
        *(_filter, _named_window, _materialized, _distinct_over, _flag_of_regexp_replace),
    ],
    "bigquery": [
        *(_filter, _materialized, _digits_in_casts, _varchar, _set_operations, _where_without_from),
        *(_delete_without_where, _column_under_schema, _distinct_over, _values),
        *(_names_behind_alias, _flag_of_regexp_replace),
    ],
    "databricks": [_materialized, _distinct_over, _flag_of_regexp_replace],
    "redshift": [
        *(_filter, _named_window, _materialized, _is_distinct_from, _frames, _distinct_over),
        *(_boolean_as_text, _values, _flag_of_regexp_replace),
    ],
}
