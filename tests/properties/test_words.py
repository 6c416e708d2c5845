"""Whatever comes in, index and query have the same words."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.store.schema import TABLES
from newsdesk.store.writes.index import Indexed, index
from newsdesk.words import search_words, searchable

ANY = st.text(st.characters(), max_size=400)


@given(ANY)
def test_the_searchable_form_is_stable(text: str) -> None:
    """Making it again gives the same, so that index and query agree."""
    assert searchable(text) == " ".join(searchable(text).split())


@given(st.text(st.characters(categories=["Ll", "Lu", "Zs", "Nd"]), max_size=80))
def test_words_are_found_whatever_their_case(text: str) -> None:
    """Upper case has the same searchable form."""
    assert searchable(text.upper().lower()) == searchable(text.lower().upper().lower())


@given(ANY)
def test_words_are_the_same_whatever_stands_beside_them(text: str) -> None:
    """A text that is mostly ASCII is folded another way: its words don't change for that."""
    much = "plain words " * (1 + len(text))
    assert searchable(f"{text} {much}") == f"{searchable(text)} {searchable(much)}".strip()


@given(ANY)
def test_the_index_parts_words_where_the_searchable_form_does(text: str) -> None:
    """FTS5 has nothing left to fold and cuts at spaces alone."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        index(connection, [Indexed(1, searchable(text), "", "")])
        connection.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab (main, search, row)")
        held = [word for (word,) in connection.execute("SELECT term FROM held")]
    assert sorted(held) == sorted(set(search_words(text)))
