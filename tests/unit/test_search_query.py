"""The language of search: what is a filter, what is text, and that nothing breaks it."""

import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.domain.errors import Invalid
from chatroom.domain.search_query import Query, parse_query
from chatroom.storage.search import marks
from chatroom.storage.search.frequency import trigrams

KEYS = ["from", "in", "has", "before", "after", "mentions"]
# Made of what means something, so that combinations are tried that chance would not come to.
QUERIES = st.lists(
    st.one_of(
        st.sampled_from(
            [*(f"{key}:" for key in KEYS), '"', " ", "@", "me", "2026-01-31", "file", "*", "AND"]
        ),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Hello world", Query(terms=("hello", "world"), written=("Hello", "world"))),
        ('"Hello  World" x', Query(terms=("hello world", "x"), written=("Hello World", "x"))),
        ('"never closed', Query(terms=("never closed",), written=("never closed",))),
        ("say say SAY", Query(terms=("say",), written=("say",))),
        ('a"b', Query(terms=('a"b',), written=('a"b',))),
        ("https://a.b/c?d", Query(terms=("https://a.b/c?d",), written=("https://a.b/c?d",))),
        ("at 10:30 std::map", Query(terms=("at", "10:30", "std::map"), written=("at", "10:30", "std::map"))),
        ("xfrom:ada", Query(terms=("xfrom:ada",), written=("xfrom:ada",))),
        ('"from:ada"', Query(terms=("from:ada",), written=("from:ada",))),
        ("from:ada From:@ben", Query(authors=("ada", "ben"))),
        ('in:general in:"Room name" in:@ada', Query(rooms=("general", "Room name", "@ada"))),
        ("has:file HAS:Link", Query(has=frozenset({"file", "link"}))),
        ("mentions:me", Query(mentions_me=True)),
        ("before:2026-01-31", Query(until=day(2026, 1, 31))),
        ("after:2026-01-31", Query(since=day(2026, 2, 1))),
        ("before:2026-03-01 before:2026-02-01", Query(until=day(2026, 2, 1))),
    ],
)
def test_a_query_means(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    "text",
    ["", " \n", '""', '" "', "\u0301", "from:", 'in:""', "has:foo", "has:", "mentions:you", "before:today",
     "before:2026-1-1", "after:2026-02-30", "after:0001-01-01", "after:99999-01-01", "before:2026-W01-1"],
)  # fmt: skip
def test_what_means_nothing_is_explained(text: str) -> None:
    with pytest.raises(Invalid) as error:
        parse_query(text)

    assert error.value.fields == {"q": error.value.message}
    assert error.value.message.endswith(".")


@given(QUERIES)
def test_no_text_breaks_it(text: str) -> None:
    try:
        query = parse_query(text)
    except Invalid:
        return
    assert query != Query()
    assert len(query.terms) == len(query.written)


@pytest.fixture(scope="module")
def fts() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE messages USING fts5(text, marks, tokenize = 'trigram case_sensitive 1',"
        " detail = none, columnsize = 0)"
    )
    return connection


@given(term=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_every_term_is_one_that_fts5_understands(fts: sqlite3.Connection, term: str) -> None:
    asked = trigrams(term) if len(term) > 2 else set(marks.short(term))

    expression = " AND ".join(map(marks.quoted, sorted(asked)))

    assert fts.execute("SELECT rowid FROM messages WHERE messages MATCH ?", (expression,)).fetchall() == []
